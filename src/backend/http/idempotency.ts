import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { problemBody } from '#contract/problem';
import { withSavepoint, type Database, type Transaction } from '../database/database.ts';
import type { Caller } from './caller.ts';
import { idempotencyKeys } from './idempotency-table.ts';
import { Problem } from './problem.ts';

export const maxKeyLength = 255;

interface IdempotentCall {
  database: Database;
  request: FastifyRequest;
  caller: Caller;
  /** The status of a success. */
  status: number;
  setStatus: (status: number) => void;
}

/**
 * Does `work` in one transaction. With an `Idempotency-Key`, the answer is kept in that very
 * transaction, so that neither can be had without the other; the same key and body again get the
 * first answer, a refusal included, and nothing is done twice.
 *
 * @throws Problem `idempotency_key_in_use`, `idempotency_key_reused`, `validation_failed` for a key
 *   that is no key, and whatever `work` throws
 */
export async function idempotently<Answer>(
  { database, request, caller, status, setStatus }: IdempotentCall,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return database.transaction(work);
  if (typeof key !== 'string' || key === '' || key.length > maxKeyLength) {
    throw new Problem('validation_failed', `An Idempotency-Key has 1 to ${maxKeyLength} characters.`, {
      errors: [{ path: 'Idempotency-Key', message: `Use 1 to ${maxKeyLength} characters.` }],
    });
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? {})}`)
    .digest('base64url');
  const outcome = await database.transaction(async (tx) => {
    await takeKey(tx, caller.userId, key);
    const first = await findFirstAnswer(tx, caller.userId, key, fingerprint);
    if (first) {
      return first.status < 400
        ? { status: first.status, answer: first.answer }
        : { problem: keptProblem(first.answer) };
    }
    const made = await attempt(tx, work);
    const kept =
      made instanceof Problem
        ? { status: made.status, answer: made.toBody() }
        : { status, answer: made ?? null };
    await tx
      .insert(idempotencyKeys)
      .values({ caller: caller.userId, key, fingerprint, ...kept })
      .onConflictDoUpdate({
        target: [idempotencyKeys.caller, idempotencyKeys.key],
        set: { fingerprint, ...kept, createdAt: sql`now()` },
      });
    if (made instanceof Problem) return { problem: made };
    return { status, answer: made };
  });
  if (outcome.problem) throw outcome.problem;
  setStatus(outcome.status);
  // A kept answer is the JSON of the same endpoint's answer.
  return outcome.answer as Answer;
}

function keptProblem(answer: unknown): Problem {
  const { code, detail, errors } = problemBody.parse(answer);
  return new Problem(code, detail, errors ? { errors } : {});
}

/** Held until the transaction ends, so a call that died with its server leaves nothing locked. */
async function takeKey(tx: Transaction, caller: string, key: string): Promise<void> {
  const { rows } = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${caller} ${key}`}, 0)) as taken`,
  );
  if (!rows[0]?.taken) {
    throw new Problem(
      'idempotency_key_in_use',
      'The first request with this Idempotency-Key is still running.',
    );
  }
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
      'This Idempotency-Key was used for another request. Use a new one.',
    );
  }
  return row;
}

/** A refusal undoes what `work` did, yet the transaction goes on, to keep the refusal as the answer. */
async function attempt<Answer>(
  tx: Transaction,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer | Problem> {
  try {
    return await withSavepoint(tx, () => work(tx));
  } catch (error) {
    // What passes by itself is not an answer to keep.
    if (error instanceof Problem && error.status < 500 && error.code !== 'rate_limited') return error;
    throw error;
  }
}
