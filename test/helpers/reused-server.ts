import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase, type TestDatabase } from './databases.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';
import { startBackend, type Backend } from './start-backend.ts';

/** A backend with its database and its mail server. */
export interface Server {
  backend: Backend;
  database: TestDatabase;
  mailbox: Mailbox;
}

/** A server that tests use one after the other: starting one takes a fifth of what a test of the window takes. */
export interface ReusedServer {
  /** A server without any data, that nobody else uses until it is given back. */
  take: () => Promise<Server>;
  /** @param isGood false after a failure: the next test gets another one */
  giveBack: (isGood: boolean) => void;
  end: () => void;
}

/** How long emails that are under way may take to be sent, until the server is replaced. */
const patienceMs = 5_000;

/** The backend's own: its key, and that it lives. */
const kept = ['server_key', 'nodes', 'organization_totals'];

/** @param afterwards ends a server that is no longer needed, while the next test begins */
export function reuseServer(afterwards: (end: () => Promise<unknown>) => void): ReusedServer {
  let current: Server | undefined;
  let isTouched = false;

  function discard(): void {
    if (!current) return;
    const { backend, database, mailbox } = current;
    current = undefined;
    afterwards(backend.stop);
    afterwards(mailbox.close);
    afterwards(database.drop);
  }

  /** A test that stops its backend gets the last use of it. */
  function watched(backend: Backend): Backend {
    return {
      ...backend,
      signal(signal) {
        isTouched = true;
        backend.signal(signal);
      },
      stop() {
        isTouched = true;
        return backend.stop();
      },
    };
  }

  return {
    async take() {
      if (current) {
        current.mailbox.empty();
        if (!(await emptyDatabase(current.database.url))) discard();
      }
      current ??= await startServer();
      isTouched = false;
      return { ...current, backend: watched(current.backend) };
    },
    giveBack(isGood) {
      if (!isGood || isTouched) discard();
    },
    end: discard,
  };
}

/** @param release an earlier release of the backend, undefined: this one */
export async function startServer(release?: string): Promise<Server> {
  const [database, mailbox] = await Promise.all([createDatabase(), openMailbox()]);
  const backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl, release });
  return { backend, database, mailbox };
}

/** @returns false when emails are still under way */
async function emptyDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const began = Date.now(); await isSending(client); await delay(20))
      if (Date.now() - began > patienceMs) return false;
    const { rows } = await client.query<{ tables: string[] }>(
      `select array_agg(quote_ident(tablename)) as tables from pg_tables
       where schemaname = 'public' and tablename <> all ($1)`,
      [kept],
    );
    // Neither triggers nor references: all of it goes.
    await client.query(`begin; set local session_replication_role = replica;
      ${(rows[0]?.tables ?? []).map((table) => `delete from ${table};`).join('\n')}
      update organization_totals set organizations = 0; delete from pgboss.job; commit`);
    return true;
  } finally {
    await client.end();
  }
}

async function isSending(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pgboss.job where state in ('created', 'retry', 'active') and start_after <= now() limit 1`,
  );
  return rowCount !== 0;
}
