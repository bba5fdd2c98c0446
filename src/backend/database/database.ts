import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** Drizzle over a pool, or over one of its connections. */
export type Orm = NodePgDatabase & { $client: pg.Pool | pg.ClientBase };
declare const open: unique symbol;
/** Drizzle over one connection, in the transaction that is open on it. */
export type Transaction = Orm & { readonly [open]: true };
/** What repositories take: a transaction, or the pool where one statement is all there is. */
export type Executor = Orm | Transaction;

export interface Database {
  orm: Orm;
  pool: pg.Pool;
  /**
   * Runs `work` in one transaction; commits when it resolves, rolls back when it rejects.
   *
   * Statements are sent as they come, without waiting for the answer to the one before, and answered in that order: what
   * is sent behind a lock sees what was before it. What comes after the end is refused.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work` on one connection: what it asks at the same time goes out together, and is answered one after the other. For
   * a few quick questions that is less work for everybody than several connections.
   */
  onOneConnection<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result>;
  /** `listener` is called after each commit of `transaction`; it must not throw. */
  onCommit(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * How long a request waits for a connection before it is answered with "unavailable". Long enough for the last of
 * 256 at once; a database that is down refuses at once.
 */
const connectionTimeoutMs = 30_000;

/**
 * Opens a pool of connections; none is made before the first statement.
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
  // An idle connection that the server ended is not an error of anybody's request: the pool replaces it.
  pool.on('error', () => undefined);
  // One that is lost between two statements of a transaction: the next statement fails, and its request with it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('connect', sendTogether);
  const commitListeners: (() => void)[] = [];
  return {
    orm: drizzle(pool),
    pool,
    async transaction(work) {
      const result = await inTransaction(pool, work);
      for (const listener of commitListeners) listener();
      return result;
    },
    async onOneConnection(work) {
      const client = await pool.connect();
      const { guarded, end, answered } = guard(client, 'this connection was given back');
      try {
        return await work(drizzle(guarded));
      } finally {
        end();
        // Whoever has it next must not wait for what nobody wants any more.
        answered(() => client.release());
      }
    },
    onCommit(listener) {
      commitListeners.push(listener);
    },
    close: () => pool.end(),
  };
}

/** Has a connection send what is asked at the same time in one piece, in place of a system call for each statement. */
function sendTogether(client: pg.PoolClient): void {
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
): Promise<Result> {
  const client = await pool.connect();
  const { guarded, end } = guard(client, 'this transaction has ended');
  let broken: Error | undefined;
  try {
    const begun = client.query('begin');
    const [result] = await Promise.all([work(drizzle(guarded) as unknown as Transaction), begun]);
    end();
    const { command } = await client.query('commit');
    // PostgreSQL answers so, and with no error, when a statement had failed.
    if (command === 'ROLLBACK') throw new Error('a statement of the transaction had failed');
    return result;
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
  /** From now on statements are refused. */
  end: () => void;
  /** Calls back once all that was sent is answered: at once where it is. */
  answered: (listener: () => void) => void;
}

/**
 * A connection that takes no statement any more once its work has ended: what is still on its way when the work has failed
 * must be carried out neither by itself nor among the work of whoever has the connection next.
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

/** Runs `work` so that it can fail by itself: what it did is undone, and the transaction goes on. */
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

/** Names by text. There are few: the texts stand in the code. */
const statementNames = new Map<string, string>();

const { TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL } = pg.types.builtins;
/** Their arrays, and that of `numeric`; `pg` has no names for them. */
const arrays = [1115, 1182, 1185, 1187, 1231];
const unparsed: ReadonlySet<number> = new Set([TIMESTAMPTZ, TIMESTAMP, DATE, INTERVAL, ...arrays]);
const asWritten = (text: string): string => text;

/** What Drizzle makes of columns: times stay as PostgreSQL writes them. One for all statements, for Drizzle makes one for each. */
const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    unparsed.has(type) ? asWritten : (pg.types.getTypeParser(type, format) as typeof asWritten),
};

/**
 * Runs a statement that is asked often: each connection has PostgreSQL parse it once, and plan it a few times. It is
 * sent before this function returns, and past Drizzle, which would take as long to hand it on as PostgreSQL takes for a small one.
 *
 * @param text always the same one at one place of the code; values go in as `$1`, `$2`
 * @throws DrizzleQueryError as Drizzle does; it quotes the values, which `errorForLog` leaves out
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
