import { sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database/database.ts';
import { repeat } from './database/repeat.ts';
import { idempotencyKeys } from './http/idempotency-table.ts';
import { throttles } from './http/throttle-table.ts';
import { inviteCodes, sendCounters } from './invite/invite-table.ts';
import { sessions } from './session/session-table.ts';

const everyMs = 60 * 60 * 1000;
/** Rows deleted by one statement, so that none holds its locks for long. */
const batch = 5_000;
/** Only one node does it at a time. */
const lockKey = 4_600_002;

/** What has served its time: deleted, in batches. A session that ended is kept for a while, to be recognized as ended. */
const stale = [
  { table: idempotencyKeys, where: sql`created_at < now() - interval '25 hours'` },
  { table: throttles, where: sql`window_ends_at < now() - interval '1 hour'` },
  { table: sendCounters, where: sql`hour < now() - interval '26 hours'` },
  { table: inviteCodes, where: sql`expires_at < now() - interval '1 day'` },
  { table: sessions, where: sql`coalesce(ended_at, expires_at) < now() - interval '60 days'` },
];

/** Deletes what nobody will ask for again, once an hour. */
export function keepTidy({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): () => Promise<void> {
  return repeat({
    everyMs,
    log,
    failure: 'what has served its time was not deleted',
    async work({ stopped }) {
      for (const { table, where } of stale) {
        for (let deleted = batch; deleted === batch && !stopped();) {
          const { rows } = await database.orm.execute<{ deleted: number }>(sql`
            with chosen as (
              select ctid from ${table} where ${where} and pg_try_advisory_xact_lock(${lockKey}) limit ${batch}
            ), gone as (delete from ${table} where ctid in (select ctid from chosen) returning 1)
            select count(*)::int as deleted from gone`);
          deleted = rows[0]?.deleted ?? 0;
        }
      }
    },
  });
}
