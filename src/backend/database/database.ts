import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** Drizzle over a pool, or over one of its connections. */
export type Orm = NodePgDatabase & { $client: pg.Pool | pg.ClientBase };
declare const open: unique symbol;
/** Drizzle over one connection, in the transaction that is open on it. */
export type Transaction = Orm & { readonly [open]: true };
/** What repositories run statements on: a transaction, or the pool for single statements. */
export type Executor = Orm | Transaction;

export interface Database {
  orm: Orm;
  pool: pg.Pool;
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it rejects.
   *
   * Statements are pipelined: each is sent without waiting for the answer to the previous one, and they are answered in
   * that order. A statement that is sent behind a lock sees what was committed before the lock was granted. Statements
   * after the end of `work` are rejected.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work` on one connection, on which parallel statements are pipelined. For a few quick statements that costs less
   * than several connections.
   */
  onOneConnection<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result>;
  /** Calls `listener` after each commit of `transaction`, with what its work was given; it must not throw. */
  onCommit(listener: (committed: Transaction) => void): void;
  close(): Promise<void>;
}

/**
 * How long a request waits for a connection before it is answered with `unavailable`: long enough for the last of 256
 * parallel requests. A database that is down rejects connections immediately.
 */
const connectionTimeoutMs = 30_000;

/**
 * Opens a connection pool; it connects with the first statement.
 *
 * @param url `postgres://…`
 */
export function openDatabase(url: string, { poolSize = 16 }: { poolSize?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectionTimeoutMs,
    application_name: 'fastlinkit',
    keepAlive: true,
    pipeline: true,
  });
  // When the database closes an idle connection, no request fails: the pool replaces the connection.
  pool.on('error', () => undefined);
  // When a connection is lost between two statements of a transaction, the next statement fails, and with it its request.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('connect', pipelineStatements);
  const commitListeners: ((committed: Transaction) => void)[] = [];
  return {
    orm: drizzle(pool),
    pool,
    async transaction(work) {
      const { result, tx } = await inTransaction(pool, work);
      for (const listener of commitListeners) listener(tx);
      return result;
    },
    async onOneConnection(work) {
      const client = await pool.connect();
      const { guarded, end, answered } = guard(client, 'this connection was given back');
      try {
        return await work(drizzle(guarded));
      } finally {
        end();
        // The next user of the connection must not wait for answers that are no longer needed.
        answered(() => client.release());
      }
    },
    onCommit(listener) {
      commitListeners.push(listener);
    },
    close: () => pool.end(),
  };
}

/** Makes a connection send the statements of one tick in one write, instead of a system call for each. */
function pipelineStatements(client: pg.PoolClient): void {
  const { stream } = client.connection;
  const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
  let corked = false;
  client.query = ((...parameters: unknown[]) => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    return query(...parameters);
  }) as typeof client.query;
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Result>,
): Promise<{ result: Result; tx: Transaction }> {
  const client = await pool.connect();
  const { guarded, end } = guard(client, 'this transaction has ended');
  const tx = drizzle(guarded) as unknown as Transaction;
  let broken: Error | undefined;
  try {
    const begun = client.query('begin');
    const [result] = await Promise.all([work(tx), begun]);
    end();
    const { command } = await client.query('commit');
    // PostgreSQL answers a commit with ROLLBACK, and with no error, when a statement had failed.
    if (command === 'ROLLBACK') throw new Error('a statement of the transaction had failed');
    return { result, tx };
  } catch (error) {
    end();
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

interface Guarded {
  guarded: pg.PoolClient;
  /** Rejects all further statements. */
  end: () => void;
  /** Calls back when all sent statements are answered; immediately when they are. */
  answered: (listener: () => void) => void;
}

/**
 * Wraps a connection so that it rejects statements once its work has ended: a statement that failed work still sends must
 * run neither on its own nor within the next user's work.
 */
function guard(client: pg.PoolClient, refusal: string): Guarded {
  let ended = false;
  let unanswered = 0;
  let onAnswered: (() => void) | undefined;
  const answer = (): void => {
    unanswered -= 1;
    if (unanswered === 0) onAnswered?.();
  };
  const query = (...parameters: Parameters<typeof client.query>) => {
    if (ended) throw new Error(refusal);
    const sent = client.query(...parameters) as unknown as Promise<unknown>;
    unanswered += 1;
    sent.then(answer, answer);
    return sent;
  };
  return {
    guarded: Object.create(client, { query: { value: query } }) as pg.PoolClient,
    end() {
      ended = true;
    },
    answered(listener) {
      if (unanswered === 0) listener();
      else onAnswered = listener;
    },
  };
}

/** Runs `work` in a savepoint: when it fails, its changes are rolled back and the transaction goes on. */
export async function withSavepoint<Result>(tx: Transaction, work: () => Promise<Result>): Promise<Result> {
  await tx.execute('savepoint attempt');
  try {
    const result = await work();
    await tx.execute('release savepoint attempt');
    return result;
  } catch (error) {
    await tx.execute('rollback to savepoint attempt');
    throw error;
  }
}

/** Statement names by text. There are few, because the texts are constants in the code. */
const statementNames = new Map<string, string>();

const { TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL } = pg.types.builtins;
/** The types of their arrays, and of arrays of `numeric`; `pg` has no names for them. */
const arrays = [1115, 1182, 1185, 1187, 1231];
const unparsed: ReadonlySet<number> = new Set([TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL, ...arrays]);
const asWritten = (text: string): string => text;

/** Parses columns as Drizzle does: times stay as PostgreSQL writes them. Shared, whereas Drizzle creates one for each statement. */
const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    unparsed.has(type) ? asWritten : (pg.types.getTypeParser(type, format) as typeof asWritten),
};

/**
 * Runs a frequent statement as a prepared one: on each connection PostgreSQL parses it once and plans it a few times. The
 * statement is sent before this function returns. It bypasses Drizzle, whose overhead equals the time of a small statement.
 *
 * @param text a constant; values are written as `$1`, `$2`
 * @throws DrizzleQueryError as Drizzle does; it quotes the values, which `errorForLog` omits
 */
export async function runPrepared<Row>(executor: Executor, text: string, values: unknown[]): Promise<Row[]> {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `fastlinkit_${statementNames.size}`;
    statementNames.set(text, name);
  }
  try {
    const { rows } = await executor.$client.query({ name, text, values, types: columnTypes });
    return rows as Row[];
  } catch (error) {
    throw new DrizzleQueryError(text, values, error as Error);
  }
}
