import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Executor, Orm } from '../database/database.ts';
import type { StoredEvent } from './event.ts';
import { openEventConnection } from './event-connection.ts';
import { deleteOldEvents, findPosition, prepareEvents, readEvents } from './event-repository.ts';
import { createReadingPace } from './reading-pace.ts';

/** How often to look without being told: a notification is lost when the node dies that was to send it. */
const sweepMs = 5_000;
const pageSize = 500;
/** Events wait for an older transaction for a few milliseconds as a rule, seldom longer. */
const firstLookAgainMs = 2;
const longestLookAgainMs = 250;
const retentionMs = 60_000;
const retentionBatch = 5_000;

/** Who is handed the events: all of them, in the order of their ids, none twice. */
export interface EventSubscriber {
  /** Comes before the events are delivered; when it rejects, the same events come again. */
  prepare: (events: StoredEvent[], executor: Executor) => Promise<void>;
  /** Synchronous, so that whoever comes later finds a position that has these events behind it. */
  deliver: (events: StoredEvent[]) => void;
  /** The database was replaced by an older one of itself: positions that clients have mean nothing now. */
  rewind: () => void;
  close: () => Promise<void>;
}

/** The events of all nodes as they happen. */
export interface EventFeed {
  /** Everything up to this id was handed out; nothing with a smaller id will ever come. */
  position: () => bigint;
  /** Resolves when everything that is decided at the time of the call was handed out; rejects without a database. */
  catchUp: () => Promise<void>;
  subscribe: (subscriber: EventSubscriber) => void;
  /** Ends the streams; what still happens here is passed on to the other nodes. */
  pause: () => Promise<void>;
  /** Ends the streams if they have not ended yet, and everything else. */
  close: () => Promise<void>;
}

interface FeedSettings {
  database: Database;
  /** For the connection that listens. */
  databaseUrl: string;
  log: FastifyBaseLogger;
}

/** Opens the feed; resolves when its place among the events is known. */
export async function openEventFeed({ database, databaseUrl, log }: FeedSettings): Promise<EventFeed> {
  await prepareEvents(database.orm);
  let position = await findPosition(database.orm);
  let subscriber: EventSubscriber | undefined;
  let running = false;
  let wanted = false;
  let notifyWanted = false;
  /** Who waits for a reading that begins after their call. */
  let waiting: PromiseWithResolvers<void>[] = [];
  let lookAgain: NodeJS.Timeout | undefined;
  let lookAgainMs = firstLookAgainMs;
  const nextBreath = createReadingPace();
  let closed = false;

  const connection = openEventConnection({
    databaseUrl,
    nodeId: randomUUID(),
    log,
    onConnected: (orm) => void beginAgain(orm),
    onNotified: wake,
  });

  async function beginAgain(orm: Orm): Promise<void> {
    try {
      await prepareEvents(orm);
      const decided = await findPosition(orm);
      if (decided < position) {
        log.warn({ position: String(position), decided: String(decided) }, 'live events begin anew');
        position = decided;
        subscriber?.rewind();
      }
    } catch (error) {
      log.warn({ err: error }, 'live events cannot be prepared');
    }
    wake();
  }

  function wake(): void {
    wanted = !closed;
    if (wanted && !running) void readWhileWanted();
  }

  async function readWhileWanted(): Promise<void> {
    running = true;
    clearTimeout(lookAgain);
    while (wanted) {
      wanted = false;
      const breathMs = nextBreath(performance.now());
      const served = waiting;
      waiting = [];
      try {
        const heldBack = await readToTheEnd();
        for (const waiter of served) waiter.resolve();
        if (heldBack) lookAgainLater();
        else lookAgainMs = firstLookAgainMs;
      } catch (error) {
        for (const waiter of served) waiter.reject(error);
        // Without a connection there is nothing to do: the next one wakes this up.
        if (connection.orm()) {
          log.warn({ err: error }, 'live events were not read');
          lookAgainLater();
        }
      }
      await delay(breathMs);
    }
    running = false;
  }

  /** @returns whether committed events wait for an older transaction to end */
  async function readToTheEnd(): Promise<boolean> {
    for (;;) {
      const orm = connection.orm();
      if (!orm) throw new Error('the connection for live events is lost');
      const found = await readEvents(orm, position, pageSize);
      // Not before: meanwhile the next transaction would begin, and hold back what has just been committed.
      if (notifyWanted) connection.notify();
      notifyWanted = false;
      if (found.events.length > 0) {
        await subscriber?.prepare(found.events, orm);
        subscriber?.deliver(found.events);
      }
      if (found.position > position) position = found.position;
      if (!found.more) return found.heldBack;
    }
  }

  function lookAgainLater(): void {
    clearTimeout(lookAgain);
    lookAgain = setTimeout(wake, lookAgainMs);
    lookAgainMs = Math.min(lookAgainMs * 2, longestLookAgainMs);
  }

  async function deleteOld(): Promise<void> {
    try {
      for (;;) {
        const deleted = await database.transaction((tx) => deleteOldEvents(tx, retentionBatch));
        if (deleted < retentionBatch) return;
      }
    } catch (error) {
      log.warn({ err: error }, 'old live events were not deleted');
    }
  }

  database.onCommit(() => {
    notifyWanted = true;
    wake();
  });
  const sweep = setInterval(wake, sweepMs);
  const retention = setInterval(() => void deleteOld(), retentionMs);

  return {
    position: () => position,
    async catchUp() {
      if (closed) throw new Error('the feed of live events is closed');
      const waiter = Promise.withResolvers<void>();
      waiting.push(waiter);
      wake();
      await waiter.promise;
    },
    subscribe(newSubscriber) {
      subscriber = newSubscriber;
    },
    async pause() {
      await subscriber?.close();
    },
    async close() {
      closed = true;
      wanted = false;
      clearInterval(sweep);
      clearInterval(retention);
      clearTimeout(lookAgain);
      await subscriber?.close();
      await connection.close();
    },
  };
}
