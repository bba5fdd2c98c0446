import { hash, verify } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords.ts';

/** The minimum that OWASP recommends for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password that `newPassword` has accepted, with a random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let dummyHash: Promise<string> | undefined;

/**
 * Whether `password` matches `passwordHash`. Without a hash the answer is false and takes the same time, so that an
 * unknown account looks like a wrong password.
 */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  dummyHash ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await dummyHash), password.normalize('NFKC'));
  return matches && passwordHash !== undefined;
}

/** A sentence when a new password is too easy to guess, else undefined. */
export async function passwordWeakness(password: string, email: string): Promise<string | undefined> {
  const lower = password.toLowerCase();
  if (lower === email || lower === email.split('@')[0])
    return "Choose a password that isn't your email address.";
  if (await isCommonPassword(password))
    return 'This password is easy to guess. Try three or four unrelated words.';
  return undefined;
}
