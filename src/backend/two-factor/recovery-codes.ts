import { and, eq, inArray } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { recoveryCodes } from '../database/tables/users.ts';
import { macKey, type Secrets } from '../platform/crypto/secret.ts';
import { normalizeRecoveryCode } from './totp.ts';

/** Stores the codes as MACs: the database reveals none of them. */
export async function insertRecoveryCodes(
  tx: Transaction,
  secrets: Secrets,
  userId: string,
  codes: string[],
): Promise<void> {
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, mac: macOf(secrets, userId, normalizeRecoveryCode(code)) })));
}

/** Spends a recovery code; false for a code that is wrong or was used before. */
export async function spendRecoveryCode(
  secrets: Secrets,
  executor: Executor,
  userId: string,
  code: string,
): Promise<boolean> {
  const normal = normalizeRecoveryCode(code);
  if (normal === '') return false;
  const spent = await executor
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), inArray(recoveryCodes.mac, macsOf(secrets, userId, normal))))
    .returning({ userId: recoveryCodes.userId });
  return spent.length === 1;
}

export async function countRecoveryCodes(executor: Executor, userId: string): Promise<number> {
  return executor.$count(recoveryCodes, eq(recoveryCodes.userId, userId));
}

export async function deleteRecoveryCodes(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

function macOf(secrets: Secrets, userId: string, code: string): string {
  return macKey(secrets, 'recovery code').sign(`${userId} ${code}`).toString('base64url');
}

/** The MACs that a stored code can have: under the secret, or the previous one. */
function macsOf(secrets: Secrets, userId: string, code: string): string[] {
  const { current, previous } = secrets;
  const accepted = [current, ...(previous ? [previous] : [])];
  return accepted.map((secret) => macOf({ current: secret, previous: undefined }, userId, code));
}
