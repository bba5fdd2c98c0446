import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { apiKeys } from '../database/tables/api-keys.ts';
import { users } from '../database/tables/users.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A user's keys, the newest first. */
export async function findApiKeys(executor: Executor, userId: string): Promise<ApiKeyRow[]> {
  return executor.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(desc(apiKeys.id));
}

export async function insertApiKey(
  executor: Executor,
  key: typeof apiKeys.$inferInsert,
): Promise<ApiKeyRow | undefined> {
  const [row] = await executor.insert(apiKeys).values(key).returning();
  return row;
}

/** False when the user has no such key. */
export async function removeApiKey(executor: Executor, userId: string, apiKeyId: string): Promise<boolean> {
  const deleted = await executor
    .delete(apiKeys)
    .where(and(eq(apiKeys.userId, userId), eq(apiKeys.id, apiKeyId)))
    .returning({ id: apiKeys.id });
  return deleted.length === 1;
}

/** A key that has not expired, by its hash, with its user. */
export async function findLiveApiKey(executor: Executor, hash: string) {
  const [row] = await executor
    .select({
      user: users,
      key: apiKeys,
      /** Whether its use was last noted more than a minute ago. */
      stale: sql<boolean>`coalesce(${apiKeys.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(eq(apiKeys.hash, hash), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`))));
  return row;
}

export async function touchApiKey(executor: Executor, apiKeyId: string): Promise<void> {
  await executor
    .update(apiKeys)
    .set({ lastUsedAt: sql`date_trunc('milliseconds', now())` })
    .where(eq(apiKeys.id, apiKeyId));
}
