import { seal, unseal, type Secrets } from '../platform/crypto/secret.ts';

const purpose = 'totp secret';

/** A TOTP secret as the database stores it. */
export function sealTotpSecret(secrets: Secrets, secret: string): string {
  return seal(secrets, purpose, secret);
}

/** @returns undefined when neither of the server's secrets opens it */
export function unsealTotpSecret(secrets: Secrets, sealed: string): string | undefined {
  return unseal(secrets, purpose, sealed);
}
