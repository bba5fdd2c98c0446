import { eq } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { apiKeys } from '../database/tables/api-keys.ts';

/** How many API keys a user has. */
export async function countApiKeys(executor: Executor, userId: string): Promise<number> {
  return executor.$count(apiKeys, eq(apiKeys.userId, userId));
}

/**
 * Deletes all API keys of a user.
 *
 * @returns their ids, for the event that closes the streams that were opened with them
 */
export async function deleteApiKeys(tx: Transaction, userId: string): Promise<string[]> {
  const deleted = await tx.delete(apiKeys).where(eq(apiKeys.userId, userId)).returning({ id: apiKeys.id });
  return deleted.map(({ id }) => id);
}
