import { randomBytes } from 'node:crypto';
import { macKey, type Secrets } from '../platform/crypto/secret.ts';

/** How long an emailed code is valid, and how often it may be tried. */
export const codeLifetimeMs = 10 * 60 * 1000;
export const codeTries = 5;
/** How soon another code may be requested. */
export const codePauseMs = 60 * 1000;
/** How many replaced codes are recognized, so that typing one costs no try. */
export const mostReplacedCodes = 3;

export function newCodeNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** The six digits of a nonce, which only the server's secret reveals. */
export function makeInviteCode(secrets: Secrets, inviteId: string, nonce: string): string {
  const mac = macKey(secrets, 'invite code').sign(`${inviteId} ${nonce}`);
  // 48 bits over a million: the bias is below one in 10^8.
  return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}
