import type { TestData } from './factories.ts';

/** Has whatever reads or writes the table wait until the work is done, as on a busy server. */
export async function whileHeld(
  { database }: TestData,
  table: 'invites' | 'organizations',
  work: () => Promise<void>,
): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query(`begin; lock table ${table} in access exclusive mode`);
    await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}
