import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { id } from '#contract/endpoint';
import { eventsPath } from '#contract/live/model';
import { organizationNotFound, authorize } from '../access/authorize.ts';
import type { Database } from '../database/database.ts';
import { parseEventId } from '../event-log/event-id.ts';
import { requireScope, unauthenticated } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { EventFeed } from './event-feed.ts';
import { replayEvents } from './event-repository.ts';
import { EventStream } from './event-stream.ts';
import { createEventStreams } from './event-streams.ts';
import { openingFrame, resetFrame, eventFrame } from './event.ts';
import { canSubscribe } from './subscription.ts';
import { release, serverVersionHeader } from '#contract/version/model';

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
      config: { isEventStream: true },
      schema: {
        operationId: 'live.events',
        summary: 'Get live events as a stream of server-sent events',
        description:
          'IDs only increase. Send `Last-Event-ID` to resume. After a `reset`, fetch everything again.',
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
      if (organizationId !== undefined) await authorize(database.orm, caller, organizationId, 'see');

      const started = await streams.admit(caller, (subscriber) => {
        if (organizationId !== undefined && !canSubscribe(subscriber, organizationId))
          throw organizationNotFound();
        begin(request, reply);
        const stream = new EventStream(reply.raw, caller.sessionId, { ...subscriber, organizationId });
        reply.raw.once('close', () => streams.remove(stream));
        streams.add(stream);
        return { stream, watermark: feed.watermark() };
      });
      if (!started) throw streams.closing() ? away() : unauthenticated();
      const lastEventId = request.headers['last-event-id'];
      try {
        await resume(started.stream, started.watermark, typeof lastEventId === 'string' ? lastEventId : '');
      } catch (error) {
        request.log.warn({ err: error }, 'a stream could not resume');
        started.stream.cut();
      }
      return reply;
    },
  );

  /** Writes the events that the client missed, then delivers live ones. All events up to `watermark` are in the table. */
  async function resume(stream: EventStream, watermark: bigint, lastEventId: string): Promise<void> {
    stream.write(openingFrame(lastEventId === '' ? watermark : undefined));
    if (lastEventId === '') return stream.goLive(watermark);
    const id = parseEventId(lastEventId);
    // Another node may be ahead of this one.
    if (id !== undefined && id > watermark) await feed.catchUp();
    if (id === undefined || id > feed.watermark()) stream.write(resetFrame(watermark, new Date()));
    else if (id > watermark) return stream.goLive(id);
    else await replay(stream, id, watermark);
    stream.goLive(watermark);
  }

  async function replay(stream: EventStream, lastId: bigint, watermark: bigint): Promise<void> {
    let after = lastId;
    while (!stream.closed) {
      const { events, oldest } = await replayEvents(database.orm, {
        subscription: stream.subscription,
        after,
        upTo: watermark,
        limit: replayPage,
      });
      if (after < oldest) return stream.write(resetFrame(watermark, new Date()));
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
 * Begins the answer as a stream, which Fastify no longer handles. It has only the headers that matter for a stream, because
 * they stay in memory as long as it lasts, ten thousand times.
 */
function begin(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  // Without chunked encoding each event is written in one piece; the connection ends with the stream.
  reply.raw.useChunkedEncodingByDefault = false;
  reply.raw.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache, no-transform',
    // The connection is for one request and ends with the stream.
    Connection: 'close',
    'X-Accel-Buffering': 'no',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': request.id,
    [serverVersionHeader]: release,
  });
}

function away(): Problem {
  return new Problem('unavailable', 'The server is restarting. Try again in a moment.', {
    retryAfter: retryAfterSeconds,
  });
}
