import { drizzle } from 'drizzle-orm/node-postgres';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import type { Orm } from '../database/database.ts';

const channel = 'fastlinkit_events';
const connectionTimeoutMs = 5_000;
const firstRetryMs = 100;
const longestRetryMs = 2_000;

interface EventConnectionSettings {
  databaseUrl: string;
  /** Distinguishes this node's notifications from those of others. */
  nodeId: string;
  log: FastifyBaseLogger;
  /** Called after each connect, including the first. */
  onConnected: (orm: Orm) => void;
  /** Called when another node has appended events. */
  onNotified: () => void;
}

/** A node's connection for live events: it listens and reads, and never waits for the pool. */
export interface EventConnection {
  /** undefined while the database is away. */
  orm: () => Orm | undefined;
  /** Tells the other nodes that events were appended; the notification is lost while the database is away. */
  notify: () => void;
  close: () => Promise<void>;
}

/** Connects, and reconnects when the connection is lost, until it is closed. */
export function openEventConnection(settings: EventConnectionSettings): EventConnection {
  const { databaseUrl, nodeId, log, onConnected, onNotified } = settings;
  let current: { client: pg.Client; orm: Orm } | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(failures: number): Promise<void> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'fastlinkit live events',
      keepAlive: true,
      connectionTimeoutMillis: connectionTimeoutMs,
    });
    let lost = false;
    const lose = (reason?: Error) => {
      if (lost) return;
      lost = true;
      if (current?.client === client) current = undefined;
      client.end().catch(() => undefined);
      if (closed) return;
      log.warn({ err: reason }, 'the connection for live events is lost');
      retry = setTimeout(
        () => void connect(failures + 1),
        Math.min(firstRetryMs * 2 ** failures, longestRetryMs),
      );
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ payload }) => {
      if (payload !== nodeId) onNotified();
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      lose(error instanceof Error ? error : undefined);
      return;
    }
    if (closed) await client.end();
    if (lost || closed) return;
    failures = 0;
    current = { client, orm: drizzle(client) };
    onConnected(current.orm);
  }

  void connect(0);
  return {
    orm: () => current?.orm,
    notify() {
      // A failure means a lost connection, which `lose` handles.
      current?.client.query('select pg_notify($1, $2)', [channel, nodeId]).catch(() => undefined);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await current?.client.end().catch(() => undefined);
    },
  };
}
