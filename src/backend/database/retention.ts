import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import { repeat } from '../platform/concurrency/repeat.ts';
import type { Database } from './database.ts';
import { idempotencyKeys } from './tables/idempotency-keys.ts';
import { inviteCodes, sendCounters } from './tables/invites.ts';
import { nodes } from './tables/nodes.ts';
import { sessions } from './tables/sessions.ts';
import { throttles } from './tables/throttles.ts';
import { lockKeys } from './tables/advisory-locks.ts';

const everyMs = 60 * 60 * 1000;
/** Rows deleted by one statement, so that none holds its locks for long. */
const batch = 5_000;

/** Rows past their retention. An ended session is kept for a while, so that its credentials are recognized as ended. */
const stale = [
  { table: idempotencyKeys, where: sql`created_at < now() - interval '25 hours'` },
  { table: throttles, where: sql`window_ends_at < now() - interval '1 hour'` },
  { table: sendCounters, where: sql`hour < now() - interval '26 hours'` },
  { table: inviteCodes, where: sql`expires_at < now() - interval '1 day'` },
  { table: nodes, where: sql`last_seen_at < now() - interval '1 day'` },
  { table: sessions, where: sql`coalesce(ended_at, expires_at) < now() - interval '60 days'` },
];

/**
 * Purges rows past their retention, once an hour.
 *
 * @returns a function that stops it
 */
export function schedulePurge({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): () => Promise<void> {
  return repeat({
    everyMs,
    log,
    failure: 'rows past their retention were not deleted',
    async work({ stopped }) {
      for (const { table, where } of stale) {
        for (let deleted = batch; deleted === batch && !stopped();) {
          const { rows } = await database.orm.execute<{ deleted: number }>(sql`
            with chosen as (
              select ctid from ${table} where ${where} and pg_try_advisory_xact_lock(${lockKeys.purge}) limit ${batch}
            ), gone as (delete from ${table} where ctid in (select ctid from chosen) returning 1)
            select count(*)::int as deleted from gone`);
          deleted = rows[0]?.deleted ?? 0;
        }
      }
    },
  });
}
