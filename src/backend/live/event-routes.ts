import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { id } from '#contract/endpoint';
import { eventsPath } from '#contract/live';
import type { Database } from '../database/database.ts';
import { requireScope } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { organizationNotFound, requireAccess } from '../organization/organization-access-service.ts';
import { openingFrame, resetFrame, eventFrame } from './event.ts';
import { mayListenTo } from './event-audience.ts';
import type { EventFeed } from './event-feed.ts';
import { parseEventId } from './event-id.ts';
import { replayEvents } from './event-repository.ts';
import { EventStream } from './event-stream.ts';
import { createEventStreams } from './event-streams.ts';

const replayPage = 200;
const retryAfterSeconds = 5;

interface EventRouteSettings {
  database: Database;
  feed: EventFeed;
}

/** Registers the stream of live events. The streams end before the server closes its port. */
export function registerEventRoutes(app: FastifyInstance, { database, feed }: EventRouteSettings): void {
  const streams = createEventStreams({ database, log: app.log });
  feed.subscribe(streams);
  app.addHook('preClose', () => streams.close());

  app.get<{ Querystring: { organizationId?: string } }>(
    eventsPath,
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'live.events',
        summary: 'Live events, as a stream of server-sent events',
        description: 'An id only grows; `Last-Event-ID` resumes. `reset`: fetch everything again.',
        tags: ['live'],
        security: [{ bearer: [] }, { apiKey: [] }],
        querystring: z.strictObject({ organizationId: id.optional() }),
      },
      preValidation: async (request) => {
        request.caller = await app.authenticate(request);
        requireScope(request.caller, request.method);
      },
    },
    async (request, reply) => {
      const { caller } = request;
      if (!caller) throw new Error('the event stream ran without a caller');
      if (streams.closing()) throw away();
      const { organizationId } = request.query;
      if (organizationId !== undefined) await requireAccess(database.orm, caller, organizationId, 'see');

      const started = await streams.admit(caller, (authority) => {
        if (organizationId !== undefined && !mayListenTo(authority, organizationId))
          throw organizationNotFound();
        begin(request, reply);
        const stream = new EventStream(reply.raw, caller.sessionId, { ...authority, organizationId });
        reply.raw.once('close', () => streams.remove(stream));
        streams.add(stream);
        return { stream, position: feed.position() };
      });
      if (!started) throw streams.closing() ? away() : new Problem('unauthenticated', 'Sign in to do this.');
      const lastEventId = request.headers['last-event-id'];
      try {
        await resume(started.stream, started.position, typeof lastEventId === 'string' ? lastEventId : '');
      } catch (error) {
        request.log.warn({ err: error }, 'a stream could not resume');
        started.stream.cut();
      }
      return reply;
    },
  );

  /** Writes what the client missed, then lets live events through. Everything up to `position` is in the table. */
  async function resume(stream: EventStream, position: bigint, lastEventId: string): Promise<void> {
    stream.write(openingFrame(lastEventId === '' ? position : undefined));
    if (lastEventId === '') return stream.goLive(position);
    const id = parseEventId(lastEventId);
    // Another node may be ahead of this one.
    if (id !== undefined && id > position) await feed.catchUp();
    if (id === undefined || id > feed.position()) stream.write(resetFrame(position, new Date()));
    else if (id > position) return stream.goLive(id);
    else await replay(stream, id, position);
    stream.goLive(position);
  }

  async function replay(stream: EventStream, lastId: bigint, position: bigint): Promise<void> {
    let after = lastId;
    while (!stream.closed) {
      const { events, oldest } = await replayEvents(database.orm, {
        audience: stream.audience,
        after,
        upTo: position,
        limit: replayPage,
      });
      if (after < oldest) return stream.write(resetFrame(position, new Date()));
      for (const event of events) stream.write(eventFrame(event));
      await stream.drained();
      const last = events.at(-1);
      if (!last || events.length < replayPage) return undefined;
      after = last.id;
    }
    return undefined;
  }
}

/**
 * From here on the answer is a stream, and Fastify leaves it alone. Of the headers only those that mean something to
 * a stream: they are kept as long as it lasts, ten thousand times.
 */
function begin(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  // The connection ends with the stream: without chunks around them, the events go out as they were made, in one write.
  reply.raw.useChunkedEncodingByDefault = false;
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
    // One request, one connection: when the stream ends there is nothing to keep open.
    Connection: 'close',
    'X-Accel-Buffering': 'no',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': request.id,
  });
}

function away(): Problem {
  return new Problem('unavailable', 'The server is going away for a moment. Try again soon.', {
    retryAfter: retryAfterSeconds,
  });
}
