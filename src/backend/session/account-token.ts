import { isUuid } from '../database/uuid.ts';
import { macKey, type Secrets } from '../http/secret.ts';

/** What a token lets its bearer do: a key of its own for each, so that none serves for the other. */
export type AccountTokenPurpose = 'password reset' | 'sign-in code';

const headLength = 22;
const macLength = 32;

/**
 * A token that stands for an account for a while. The password's hash is part of what is signed: the token is void
 * once the password is another, and nothing of it is in the database.
 */
export function signAccountToken(
  secrets: Secrets,
  purpose: AccountTokenPurpose,
  { userId, passwordHash, expiresAt }: { userId: string; passwordHash: string; expiresAt: Date },
): string {
  const head = Buffer.alloc(headLength);
  Buffer.from(userId.replaceAll('-', ''), 'hex').copy(head);
  head.writeUIntBE(expiresAt.getTime(), 16, 6);
  return Buffer.concat([head, macKey(secrets, purpose).sign(signed(head, passwordHash))]).toString(
    'base64url',
  );
}

/**
 * The id of the account that a token stands for; undefined for one that is malformed or too old. Whether it is
 * genuine, only the password's hash can tell.
 */
export function readAccountToken(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== headLength + macLength || bytes.toString('base64url') !== token) return undefined;
  if (bytes.readUIntBE(16, 6) <= Date.now()) return undefined;
  const hex = bytes.toString('hex');
  const userId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  return isUuid(userId) ? userId : undefined;
}

/** @param token one that `readAccountToken` could read */
export function isGenuineAccountToken(
  secrets: Secrets,
  purpose: AccountTokenPurpose,
  token: string,
  passwordHash: string,
): boolean {
  const bytes = Buffer.from(token, 'base64url');
  const head = bytes.subarray(0, headLength);
  return macKey(secrets, purpose).verify(signed(head, passwordHash), bytes.subarray(headLength));
}

function signed(head: Buffer, passwordHash: string): Buffer {
  return Buffer.concat([head, Buffer.from(passwordHash)]);
}
