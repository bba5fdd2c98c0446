import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { TestData } from '../helpers/factories.ts';

/**
 * Holds the lock of an organization's seats, so that actions on its invites and members queue up behind it in a known
 * order.
 *
 * @param work starts the actions; `waitFor` resolves once that many of them wait for the lock
 */
export async function withSeatLock(
  { database }: Pick<TestData, 'database'>,
  organizationId: string,
  work: (waitFor: (waiters: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(
      sql`select from organization_subscriptions where organization_id = ${organizationId} for update`,
    );
    await work(async (waiters) => {
      await expect
        .poll(
          async () => {
            const { rows } = await database.orm.execute(
              sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            );
            return rows.length;
          },
          { timeout: 30_000 },
        )
        .toBe(waiters);
    });
  });
}
