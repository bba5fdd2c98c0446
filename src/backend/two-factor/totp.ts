import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** How far the clock of an authenticator may be off, in steps of 30 seconds. */
const window = 1;
const secretBytes = 20;
const recoveryCodeCount = 10;
/** Without letters and digits that are easily confused. */
const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A new secret for an authenticator app, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

/** The URL in the QR code that the app scans. */
export function otpauthUrl(secret: string, email: string): string {
  return new TOTP({ issuer: 'FastLinkIt', label: email, secret }).toString();
}

/**
 * The time step of a code, which may be one before or after the current step; undefined for a wrong code.
 *
 * @param now milliseconds since the epoch
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const digits = code.replaceAll(/\s/g, '');
  // The library compares bytes, and throws for six characters of more than six bytes.
  if (!/^\d{6}$/.test(digits)) return undefined;
  const totp = new TOTP({ secret });
  const offset = totp.validate({ token: digits, timestamp: now, window });
  return offset === null ? undefined : totp.counter({ timestamp: now }) + offset;
}

/** Ten codes of 50 bits, for when the phone is lost. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = Array.from(
      randomBytes(10),
      (byte) => recoveryAlphabet[byte % recoveryAlphabet.length],
    ).join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** A recovery code as it was typed, in its normal form. */
export function normalizeRecoveryCode(typed: string): string {
  return typed.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
