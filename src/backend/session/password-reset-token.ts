import { macKey, type Secrets } from '../http/secret.ts';

/** How long a mailed link to choose a new password serves. */
export const resetLifetimeMs = 60 * 60 * 1000;

const headLength = 22;
const macLength = 32;

/**
 * The token of a link to choose a new password. The password's hash is part of what is signed: the link is void
 * once the password is another, so it serves once, and nothing of it is in the database.
 */
export function signResetToken(
  secrets: Secrets,
  { userId, passwordHash, expiresAt }: { userId: string; passwordHash: string; expiresAt: Date },
): string {
  const head = Buffer.alloc(headLength);
  Buffer.from(userId.replaceAll('-', ''), 'hex').copy(head);
  head.writeUIntBE(expiresAt.getTime(), 16, 6);
  return Buffer.concat([head, macKey(secrets, 'password reset').sign(signed(head, passwordHash))]).toString(
    'base64url',
  );
}

/** Whose token it is and until when it serves; whether it is genuine, only the password's hash can tell. */
export function readResetToken(token: string): { userId: string; expiresAt: Date } | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== headLength + macLength || bytes.toString('base64url') !== token) return undefined;
  const hex = bytes.toString('hex');
  const userId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return { userId: userId.join('-'), expiresAt: new Date(bytes.readUIntBE(16, 6)) };
}

/** @param token one that `readResetToken` could read */
export function isGenuineResetToken(secrets: Secrets, token: string, passwordHash: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  const head = bytes.subarray(0, headLength);
  return macKey(secrets, 'password reset').verify(signed(head, passwordHash), bytes.subarray(headLength));
}

function signed(head: Buffer, passwordHash: string): Buffer {
  return Buffer.concat([head, Buffer.from(passwordHash)]);
}
