import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** Drizzle over a pool. */
export type Orm = NodePgDatabase;
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0];
/** What repositories take: a transaction, or the pool where one statement is all there is. */
export type Executor = Orm | Transaction;

export interface Database {
  orm: Orm;
  pool: pg.Pool;
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it rejects. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
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
  });
  // An idle connection that the server ended is not an error of anybody's request: the pool replaces it.
  pool.on('error', () => undefined);
  // One that is lost between two statements of a transaction: the next statement fails, and its request with it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const orm = drizzle(pool);
  const commitListeners: (() => void)[] = [];
  return {
    orm,
    pool,
    async transaction(work) {
      const result = await orm.transaction(work);
      for (const listener of commitListeners) listener();
      return result;
    },
    onCommit(listener) {
      commitListeners.push(listener);
    },
    close: () => pool.end(),
  };
}
