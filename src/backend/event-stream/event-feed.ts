import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Executor, Orm } from '../database/database.ts';
import { openEventConnection } from './event-connection.ts';
import { deleteOldEvents, findWatermark, prepareEvents, readEvents } from './event-repository.ts';
import type { StoredEvent } from './event.ts';
import { createReadingPace } from './reading-pace.ts';

/** How often to read without a notification, which is lost when its node dies. */
const sweepMs = 5_000;
const pageSize = 500;
/** Events usually wait a few milliseconds for an older transaction, seldom longer. */
const firstLookAgainMs = 2;
const longestLookAgainMs = 250;
const retentionMs = 60_000;
const retentionBatch = 5_000;

/** Receives all events, in the order of their ids, each once. */
export interface EventConsumer {
  /** Called before the events are delivered; when it rejects, it is called again with the same events. */
  prepare: (events: StoredEvent[], executor: Executor) => Promise<void>;
  /** Synchronous, so that the watermark is past these events for every later stream. */
  deliver: (events: StoredEvent[]) => void;
  /** Called when the database was replaced by an older backup: the offsets of clients have become invalid. */
  rewind: () => void;
  close: () => Promise<void>;
}

/** The events of all nodes as they are committed. */
export interface EventFeed {
  /** All events up to this id were delivered, and no event with a smaller id can follow. */
  watermark: () => bigint;
  /** Resolves when all events below the safe horizon at the time of the call are delivered; rejects without a database. */
  catchUp: () => Promise<void>;
  subscribe: (consumer: EventConsumer) => void;
  /** Ends the streams; events of this node are still announced to the other nodes. */
  pause: () => Promise<void>;
  /** Ends the streams, unless `pause` did, and everything else. */
  close: () => Promise<void>;
}

interface FeedSettings {
  database: Database;
  /** For the listening connection. */
  databaseUrl: string;
  log: FastifyBaseLogger;
}

/** Opens the feed; resolves when its watermark is known. */
export async function openEventFeed({ database, databaseUrl, log }: FeedSettings): Promise<EventFeed> {
  await prepareEvents(database.orm);
  let watermark = await findWatermark(database.orm);
  let consumer: EventConsumer | undefined;
  let running = false;
  let wanted = false;
  let notifyWanted = false;
  /** Calls of `catchUp` that wait for a reading that begins after them. */
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
      const current = await findWatermark(orm);
      if (current < watermark) {
        log.warn({ watermark: String(watermark), current: String(current) }, 'the event log has been reset');
        watermark = current;
        consumer?.rewind();
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
        // Without a connection there is nothing to do: the next connection wakes this up.
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
      const found = await readEvents(orm, watermark, pageSize);
      // Not before the reading: the notified nodes would begin transactions that hold back the events just committed.
      if (notifyWanted) connection.notify();
      notifyWanted = false;
      if (found.events.length > 0) {
        await consumer?.prepare(found.events, orm);
        consumer?.deliver(found.events);
      }
      if (found.watermark > watermark) watermark = found.watermark;
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
    watermark: () => watermark,
    async catchUp() {
      if (closed) throw new Error('the feed of live events is closed');
      const waiter = Promise.withResolvers<void>();
      waiting.push(waiter);
      wake();
      await waiter.promise;
    },
    subscribe(newConsumer) {
      consumer = newConsumer;
    },
    async pause() {
      await consumer?.close();
    },
    async close() {
      closed = true;
      wanted = false;
      clearInterval(sweep);
      clearInterval(retention);
      clearTimeout(lookAgain);
      await consumer?.close();
      await connection.close();
    },
  };
}
