import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../database/database.ts';
import { repeat } from '../database/repeat.ts';
import { findTouchedOrganizations, refreshCounters } from './organization-repository.ts';

/** How often the counters of organizations where something happened are made anew, and those of all. */
const touchedEveryMs = 5_000;
const allEveryMs = 60_000;
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
    async work() {
      const startedAt = Date.now();
      const all = startedAt - allAt >= allEveryMs;
      await database.orm.transaction(async (tx) => {
        const { rows } = await tx.execute<{ taken: boolean }>(
          sql`select pg_try_advisory_xact_lock(${lockKey}) as taken`,
        );
        if (!rows[0]?.taken) return;
        const touched = await findTouchedOrganizations(tx, position);
        if (all) await refreshCounters(tx, null);
        else if (touched.organizationIds.length > 0) await refreshCounters(tx, touched.organizationIds);
        position = touched.position;
        if (all) allAt = startedAt;
      });
    },
  });
}
