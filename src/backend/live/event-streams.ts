import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Database, Executor } from '../database/database.ts';
import { findAuthorities } from './authority-repository.ts';
import { pausedFrame, type StoredEvent } from './event.ts';
import { mayListenTo, sees, type Authority } from './event-audience.ts';
import type { EventSubscriber } from './event-feed.ts';
import { OutgoingEvent, type EventStream } from './event-stream.ts';
import { StreamIndex } from './stream-index.ts';

/** How often streams are looked after. */
const tendMs = 1_000;
/** How often every listener's authority is read anew, whether or not an event told of a change. */
const reviewMs = 60_000;
const reviewBatch = 1_000;
/** How long a client may take for the last words. */
const goodbyeMs = 2_000;

const sessionEnded = z.object({ sessionIds: z.array(z.string()) });

export interface Listener {
  userId: string;
  sessionId: string;
}

/** All streams of this node: who gets what, and for how long. */
export interface EventStreams extends EventSubscriber {
  /**
   * Reads the listener's authority and hands it to `admit` in a moment in which it is sure to be the latest: what
   * changes it between the reading and `admit` makes it read again.
   *
   * @returns what `admit` returns; undefined when the session has ended or the server is going away
   */
  admit: <Result>(listener: Listener, admit: (authority: Authority) => Result) => Promise<Result | undefined>;
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
  /** Whose authority is being read for the first time; `outdated` once something may have changed it. */
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
      log.warn({ err: error }, 'the authority of listeners was not read');
    }
  }

  /** Gives the streams the authority that their users have now; ends those whose session is over. */
  async function refresh(executor: Executor, outdated: EventStream[]): Promise<void> {
    // Of two readings that overlap the one that began later counts: it has seen all that made it begin.
    const readings = outdated.map((stream) => stream.beginReading());
    const authorities = await findAuthorities(executor, [
      ...new Set(outdated.map((stream) => stream.sessionId)),
    ]);
    for (const [at, stream] of outdated.entries()) {
      const authority = authorities.get(stream.sessionId);
      if (!authority) stream.end();
      else if (!stream.closed && stream.isLatestReading(readings[at])) {
        streams.remove(stream);
        stream.audience = { ...authority, organizationId: stream.audience.organizationId };
        streams.add(stream);
      }
    }
  }

  /** The streams of those whom the events are about. */
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
        let authority: Authority | undefined;
        while (newcomer.outdated) {
          newcomer.outdated = false;
          authority = (await findAuthorities(database.orm, [listener.sessionId])).get(listener.sessionId);
        }
        return authority && !closing ? admit(authority) : undefined;
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
          if (!sees(stream.audience, event)) continue;
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

/** A stream that is narrowed to an organization ends with the right to listen to it. */
function endUnlessAllowed(stream: EventStream): void {
  const { organizationId } = stream.audience;
  if (organizationId !== undefined && !mayListenTo(stream.audience, organizationId)) stream.end();
}

function sessionIdsOf(event: StoredEvent): string[] {
  return sessionEnded.parse(JSON.parse(event.data)).sessionIds;
}
