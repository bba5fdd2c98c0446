import type { Secrets } from '../platform/crypto/secret.ts';
import { expiryField, signedToken, uuidField } from '../platform/crypto/signed-token.ts';

/** What a token is for. Each purpose has its own key, so that a token is invalid for the other one. */
export type AccountTokenPurpose = 'password reset' | 'sign-in code';

const accountToken = (purpose: AccountTokenPurpose) =>
  signedToken<{ userId: string; expiresAt: Date }>({
    purpose,
    layout: { userId: uuidField, expiresAt: expiryField },
  });

const tokens = {
  'password reset': accountToken('password reset'),
  'sign-in code': accountToken('sign-in code'),
};

/**
 * Signs a token for an account. The MAC covers the password's hash, so that a change of the password invalidates the token;
 * nothing of it is in the database.
 */
export function signAccountToken(
  secrets: Secrets,
  purpose: AccountTokenPurpose,
  { userId, passwordHash, expiresAt }: { userId: string; passwordHash: string; expiresAt: Date },
): string {
  return tokens[purpose].sign(secrets, { userId, expiresAt }, passwordHash);
}

/**
 * The id of the account of a token; undefined for a token that is malformed or expired. Whether it is genuine is known only
 * with the password's hash.
 */
export function readAccountToken(purpose: AccountTokenPurpose, token: string): string | undefined {
  return tokens[purpose].readUnverified(token)?.userId;
}

/** Whether this server has made the token for this purpose, while the account had this password. */
export function isGenuineAccountToken(
  secrets: Secrets,
  purpose: AccountTokenPurpose,
  token: string,
  passwordHash: string,
): boolean {
  return tokens[purpose].verify(secrets, token, passwordHash) !== undefined;
}
