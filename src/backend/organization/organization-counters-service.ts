import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Transaction } from '../database/database.ts';
import { repeat } from '../database/repeat.ts';
import {
  findStaleCounters,
  findTouchedOrganizations,
  refreshCounters,
} from './organization-counters-repository.ts';

/** How often the counters of organizations where something happened are made anew, and those of all. */
const touchedEveryMs = 5_000;
const allEveryMs = 60_000;
/** Written in one transaction: live events wait for each that writes. */
const batch = 500;
/** Only one node does it at a time. */
const lockKey = 4_600_001;

/**
 * Keeps what lists of organizations are sorted and filtered by, and the history of seats. A node that finds another
 * one at it has nothing to do.
 *
 * @returns what ends it
 */
export function keepCounters({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): () => Promise<void> {
  let allAt = 0;
  let position: bigint | null = null;
  return repeat({
    everyMs: touchedEveryMs,
    log,
    failure: 'the counters of organizations were not refreshed',
    async work({ stopped }) {
      const startedAt = Date.now();
      const all = startedAt - allAt >= allEveryMs;
      const found = await alone(database, async (tx) => {
        const touched = await findTouchedOrganizations(tx, position);
        return all ? { ...touched, organizationIds: await findStaleCounters(tx) } : touched;
      });
      if (!found) return;
      const { organizationIds } = found;
      for (let start = 0; start < organizationIds.length && !stopped(); start += batch) {
        const some = organizationIds.slice(start, start + batch);
        await alone(database, (tx) => refreshCounters(tx, some));
      }
      position = found.position;
      if (all) allAt = startedAt;
    },
  });
}

/** @returns undefined when another node is at it */
async function alone<Result>(
  database: Database,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result | undefined> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${lockKey}) as taken`,
    );
    return rows[0]?.taken ? work(tx) : undefined;
  });
}
