import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Transaction } from '../database/database.ts';
import { repeat } from '../platform/concurrency/repeat.ts';
import {
  findStaleCounters,
  findTouchedOrganizations,
  refreshCounters,
} from './organization-counters-repository.ts';
import { lockKeys } from '../database/tables/advisory-locks.ts';

/** How often the counters of organizations with new events are refreshed, and those of all organizations. */
const touchedEveryMs = 5_000;
const allEveryMs = 60_000;
/** Organizations in one transaction: live events wait for the end of each writing transaction. */
const batch = 500;

/**
 * Refreshes the counters of organizations and the seat history periodically. A node does nothing while another node
 * refreshes.
 *
 * @returns a function that stops it
 */
export function scheduleCounterRefresh({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): () => Promise<void> {
  let allAt = 0;
  let offset: bigint | null = null;
  return repeat({
    everyMs: touchedEveryMs,
    log,
    failure: 'the counters of organizations were not refreshed',
    async work({ stopped }) {
      const startedAt = Date.now();
      const all = startedAt - allAt >= allEveryMs;
      const found = await alone(database, async (tx) => {
        const touched = await findTouchedOrganizations(tx, offset);
        return all ? { ...touched, organizationIds: await findStaleCounters(tx) } : touched;
      });
      if (!found) return;
      const { organizationIds } = found;
      for (let start = 0; start < organizationIds.length && !stopped(); start += batch) {
        const some = organizationIds.slice(start, start + batch);
        await alone(database, (tx) => refreshCounters(tx, some));
      }
      offset = found.offset;
      if (all) allAt = startedAt;
    },
  });
}

/** @returns undefined while another node holds the lock */
async function alone<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result | undefined> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lockKeys.counters}) as taken`,
    );
    return rows[0]?.taken ? work(tx) : undefined;
  });
}
