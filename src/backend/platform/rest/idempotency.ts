import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { withSavepoint, type Database, type Transaction } from '../../database/database.ts';
import { idempotencyKeys } from '../../database/tables/idempotency-keys.ts';
import { throttles } from '../../database/tables/throttles.ts';
import type { Caller } from '../auth/caller.ts';
import { Problem } from '../errors/problem.ts';
import { keptProblem } from './kept-problem.ts';

export const maxKeyLength = 255;
/**
 * How much is kept of one caller's answers in a day, in bytes: some twenty thousand single calls, or two hundred bulk invites.
 * None is dropped before its day is over, so that beyond this no further ones are made.
 */
const mostKept = 32 * 1024 * 1024;
/** What a kept answer takes besides its text. */
const bytesOfRow = 500;

interface IdempotentCall {
  database: Database;
  request: FastifyRequest;
  caller: Caller;
  /** The status of a success. */
  status: number;
  setStatus: (status: number) => void;
}

/**
 * Runs `work` in one transaction. With an `Idempotency-Key` the same transaction stores the answer, so that the work and
 * its answer are committed together; the same key and body get the first answer again, a problem included, and nothing
 * is done twice. A caller of whom much is kept already is rejected before the work, and still gets what is kept.
 *
 * @throws Problem `idempotency_key_in_use`, `idempotency_key_reused`, `validation_failed` for a malformed key, `rate_limited`,
 *   and as `work`
 */
export async function idempotently<Answer>(
  { database, request, caller, status, setStatus }: IdempotentCall,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return database.transaction(work);
  if (typeof key !== 'string' || key === '' || key.length > maxKeyLength) {
    throw new Problem('validation_failed', `Use an Idempotency-Key of 1 to ${maxKeyLength} characters.`, {
      errors: [{ path: 'Idempotency-Key', message: `Use 1 to ${maxKeyLength} characters.` }],
    });
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? {})}`)
    .digest('base64url');
  const outcome = await database.transaction(async (tx) => {
    const { kept: keptBytes, secondsLeft } = await takeKey(tx, caller.userId, key);
    const first = await findFirstAnswer(tx, caller.userId, key, fingerprint);
    if (first) {
      return first.status < 400
        ? { status: first.status, answer: first.answer }
        : { problem: keptProblem(first.answer) };
    }
    if (keptBytes >= mostKept) throw tooMuchKept(secondsLeft);
    const made = await attempt(tx, work);
    const kept =
      made instanceof Problem
        ? { status: made.status, answer: made.toBody() }
        : { status, answer: made ?? null };
    await keepAnswer(tx, { caller: caller.userId, key, fingerprint, ...kept });
    if (made instanceof Problem) return { problem: made };
    return { status, answer: made };
  });
  if (outcome.problem) throw outcome.problem;
  setStatus(outcome.status);
  // The stored answer is the JSON of the same endpoint's answer.
  return outcome.answer as Answer;
}

/** The counter of what is kept of a caller. */
const counterOf = (caller: string): string => `kept answers:${caller}`;

/**
 * Takes a lock that ends with the transaction: a call that dies with its server leaves nothing locked.
 *
 * @returns how many bytes are kept of the caller, and when that is counted anew
 */
async function takeKey(
  tx: Transaction,
  caller: string,
  key: string,
): Promise<{ kept: number; secondsLeft: number }> {
  const { rows } = await tx.execute<{ taken: boolean; kept: number | null; secondsLeft: number | null }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${caller} ${key}`}, 0)) as taken,
      counter.attempts as kept, ceil(extract(epoch from counter.window_ends_at - now()))::int as "secondsLeft"
    from (values (1)) as one
      left join ${throttles} as counter on counter.key = ${counterOf(caller)} and counter.window_ends_at > now()`,
  );
  const [row] = rows;
  if (!row?.taken) {
    throw new Problem(
      'idempotency_key_in_use',
      'The first request with this Idempotency-Key is still in progress. Try again in a moment.',
    );
  }
  return { kept: row.kept ?? 0, secondsLeft: row.secondsLeft ?? 0 };
}

/** Stores an answer and counts what it takes, in one statement. */
async function keepAnswer(
  tx: Transaction,
  row: { caller: string; key: string; fingerprint: string; status: number; answer: unknown },
): Promise<void> {
  const answer = JSON.stringify(row.answer);
  const bytes = Buffer.byteLength(answer) + bytesOfRow;
  await tx.execute(sql`
    with counted as (
      insert into ${throttles} as counter (key, attempts, window_ends_at)
      values (${counterOf(row.caller)}, ${bytes}, now() + interval '24 hours')
      on conflict (key) do update set
        attempts = case when counter.window_ends_at <= now() then 0 else counter.attempts end + excluded.attempts,
        window_ends_at = case when counter.window_ends_at <= now() then excluded.window_ends_at
          else counter.window_ends_at end
    )
    insert into ${idempotencyKeys} (caller, key, fingerprint, status, answer)
    values (${row.caller}, ${row.key}, ${row.fingerprint}, ${row.status}, ${answer}::jsonb)
    on conflict (caller, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
      answer = excluded.answer, created_at = now()`);
}

function tooMuchKept(retryAfter: number): Problem {
  return new Problem(
    'rate_limited',
    "You've made too many requests in the last 24 hours. Try again tomorrow.",
    {
      retryAfter,
    },
  );
}

async function findFirstAnswer(tx: Transaction, caller: string, key: string, fingerprint: string) {
  const [row] = await tx
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.caller, caller),
        eq(idempotencyKeys.key, key),
        sql`${idempotencyKeys.createdAt} > now() - interval '24 hours'`,
      ),
    );
  if (row && row.fingerprint !== fingerprint) {
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was already used for a different request. Use a new one.',
    );
  }
  return row;
}

/** A problem rolls back what `work` did, but the transaction goes on, to store the problem as the answer. */
async function attempt<Answer>(
  tx: Transaction,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer | Problem> {
  try {
    return await withSavepoint(tx, () => work(tx));
  } catch (error) {
    // A temporary problem is not stored as the answer.
    if (error instanceof Problem && error.status < 500 && error.code !== 'rate_limited') return error;
    throw error;
  }
}
