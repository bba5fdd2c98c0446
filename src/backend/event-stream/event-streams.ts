import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Database, Executor } from '../database/database.ts';
import type { EventConsumer } from './event-feed.ts';
import { OutgoingEvent, type EventStream } from './event-stream.ts';
import { pausedFrame, type StoredEvent } from './event.ts';
import { StreamIndex } from './stream-index.ts';
import { findSubscribers } from './subscription-repository.ts';
import { canSubscribe, canReceive, type Subscriber } from './subscription.ts';

/** How often streams are tended. */
const tendMs = 1_000;
/** How often the permissions of all subscribers are read again, even without an event about a change. */
const reviewMs = 60_000;
const reviewBatch = 1_000;
/** How long a client may take to read the last frame. */
const goodbyeMs = 2_000;

const sessionEnded = z.object({ sessionIds: z.array(z.string()) });

export interface Listener {
  userId: string;
  sessionId: string;
}

/** All streams of this node. */
export interface EventStreams extends EventConsumer {
  /**
   * Reads the permissions of a listener and calls `admit` with them while they are certainly the latest: a change between
   * the reading and `admit` makes it read again.
   *
   * @returns what `admit` returns; undefined when the session has ended or the server is shutting down
   */
  admit: <Result>(
    listener: Listener,
    admit: (subscriber: Subscriber) => Result,
  ) => Promise<Result | undefined>;
  add: (stream: EventStream) => void;
  remove: (stream: EventStream) => void;
  closing: () => boolean;
}

export function createEventStreams({
  database,
  log,
}: {
  database: Database;
  log: FastifyBaseLogger;
}): EventStreams {
  const streams = new StreamIndex();
  /** Listeners whose permissions are being read; `outdated` once something may have changed them. */
  const newcomers = new Set<Listener & { outdated: boolean }>();
  let closing = false;

  const tending = setInterval(() => {
    const now = Date.now();
    for (const stream of streams) stream.tend(now);
  }, tendMs);
  const reviewing = setInterval(() => void review(), reviewMs);

  async function review(): Promise<void> {
    try {
      const all = [...streams];
      for (let begin = 0; begin < all.length; begin += reviewBatch) {
        const batch = all.slice(begin, begin + reviewBatch);
        await refresh(database.orm, batch);
        batch.forEach(endUnlessAllowed);
      }
    } catch (error) {
      log.warn({ err: error }, 'the permissions of subscribers were not read');
    }
  }

  /** Updates the permissions of streams; ends those whose session has ended. */
  async function refresh(executor: Executor, outdated: EventStream[]): Promise<void> {
    // Of two overlapping readings the one that began later counts: it sees the change that caused it.
    const readings = outdated.map((stream) => stream.beginReading());
    const subscribers = await findSubscribers(executor, [
      ...new Set(outdated.map((stream) => stream.sessionId)),
    ]);
    for (const [at, stream] of outdated.entries()) {
      const subscriber = subscribers.get(stream.sessionId);
      if (!subscriber) stream.end();
      else if (!stream.closed && stream.isLatestReading(readings[at])) {
        streams.remove(stream);
        stream.subscription = { ...subscriber, organizationId: stream.subscription.organizationId };
        streams.add(stream);
      }
    }
  }

  /** The streams of the users that the events are about. */
  function concerned(events: StoredEvent[]): EventStream[] {
    const users = new Set(events.flatMap(({ userId }) => userId ?? []));
    return [...users].flatMap((userId) => Array.from(streams.ofUser(userId)));
  }

  return {
    closing: () => closing,
    async admit(listener, admit) {
      const newcomer = { ...listener, outdated: true };
      newcomers.add(newcomer);
      try {
        let subscriber: Subscriber | undefined;
        while (newcomer.outdated) {
          newcomer.outdated = false;
          subscriber = (await findSubscribers(database.orm, [listener.sessionId])).get(listener.sessionId);
        }
        return subscriber && !closing ? admit(subscriber) : undefined;
      } finally {
        newcomers.delete(newcomer);
      }
    },
    add: (stream) => streams.add(stream),
    remove: (stream) => streams.remove(stream),
    async prepare(events, executor) {
      const ended = new Set(events.filter(({ type }) => type === 'session.ended').flatMap(sessionIdsOf));
      const users = new Set(events.map(({ userId }) => userId));
      for (const newcomer of newcomers) {
        newcomer.outdated ||= users.has(newcomer.userId) || ended.has(newcomer.sessionId);
      }
      if (ended.size > 0) {
        for (const stream of streams) if (ended.has(stream.sessionId)) stream.end();
      }
      const outdated = concerned(events);
      if (outdated.length > 0) await refresh(executor, outdated);
    },
    deliver(events) {
      const addressed = new Set<EventStream>();
      for (const event of events) {
        const outgoing = new OutgoingEvent(event);
        for (const stream of streams.candidates(event)) {
          if (!canReceive(stream.subscription, event)) continue;
          if (!addressed.has(stream)) stream.hold();
          addressed.add(stream);
          stream.deliver(outgoing);
        }
      }
      for (const stream of addressed) stream.release();
      concerned(events).forEach(endUnlessAllowed);
    },
    rewind() {
      for (const stream of streams) stream.end();
    },
    async close() {
      if (closing) return;
      closing = true;
      clearInterval(tending);
      clearInterval(reviewing);
      const goodbye = pausedFrame(new Date());
      const gone = Array.from(streams, (stream) => {
        stream.end(goodbye);
        return stream.gone();
      });
      await Promise.race([Promise.all(gone), wait(goodbyeMs, undefined, { ref: false })]);
      for (const stream of streams) stream.cut();
    },
  };
}

/** A stream of one organization ends with the permission to subscribe to it. */
function endUnlessAllowed(stream: EventStream): void {
  const { organizationId } = stream.subscription;
  if (organizationId !== undefined && !canSubscribe(stream.subscription, organizationId)) stream.end();
}

function sessionIdsOf(event: StoredEvent): string[] {
  return sessionEnded.parse(JSON.parse(event.data)).sessionIds;
}
