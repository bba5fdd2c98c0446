import { createParser } from 'eventsource-parser';
import { eventsPath } from '#contract/live/model';
import { liveEvent, type LiveEvent, type LiveEventType } from '#contract/live/api';

/** A live event as a client gets it, checked against the contract. */
export type ReceivedEvent = LiveEvent & { id: string | undefined };

type EventOf<Type extends LiveEventType> = Extract<ReceivedEvent, { type: Type }>;

/** A client of the live events that keeps all it gets. */
export interface EventStreamReader {
  headers: Headers;
  events: readonly ReceivedEvent[];
  /** Comment lines. */
  comments: readonly string[];
  /** All lines as they came. */
  text: () => string;
  /** What a client would resume with: the last id seen, also one that stood alone. */
  lastEventId: () => string | undefined;
  /** The next event of the type that `next` has not passed yet; waits for it. Events of other types are passed over. */
  next: <Type extends LiveEventType>(
    type: Type,
    matches?: (event: EventOf<Type>) => boolean,
  ) => Promise<EventOf<Type>>;
  /** Resolves once there was a comment beyond the first `count`. */
  nextComment: (count: number) => Promise<void>;
  /** Resolves when the server has ended the stream, in order or not. */
  ended: Promise<void>;
  /** Drops the connection. */
  close: () => void;
}

export interface EventStreamOptions {
  url: string;
  accessToken: string;
  organizationId?: string;
  lastEventId?: string | undefined;
}

const patienceMs = 30_000;

/**
 * Opens the stream and reads it until it is closed; resolves once its first line has come.
 *
 * @throws Error when the answer is not a stream
 */
export async function openEventStream(options: EventStreamOptions): Promise<EventStreamReader> {
  const dropped = new AbortController();
  const response = await requestEvents(options, dropped.signal);
  if (response.status !== 200 || !response.body)
    throw new Error(`no stream: ${response.status} ${await response.text()}`);

  const events: ReceivedEvent[] = [];
  const comments: string[] = [];
  let received = '';
  let passed = 0;
  let changed = Promise.withResolvers<void>();
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ id, event, data }) {
      const json: unknown = JSON.parse(data);
      events.push({ ...liveEvent.parse({ type: event, data: json }), id });
    },
    onComment: (comment) => comments.push(comment),
  });

  async function readAll(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const bytes of body) {
        const chunk = decoder.decode(bytes, { stream: true });
        received += chunk;
        parser.feed(chunk);
        changed.resolve();
        changed = Promise.withResolvers();
      }
    } catch {
      // Cut off: for the reader an end like any other.
    }
  }
  const ended = readAll(response.body);

  async function until<Result>(what: string, find: () => Result | undefined): Promise<Result> {
    const patience = new AbortController();
    const timeout = setTimeout(() => patience.abort(), patienceMs);
    const outOfPatience = new Promise<void>((resolve) =>
      patience.signal.addEventListener('abort', () => resolve()),
    );
    try {
      for (;;) {
        const found = find();
        if (found !== undefined) return found;
        const over = await Promise.race([
          changed.promise.then(() => false),
          ended.then(() => true),
          outOfPatience.then(() => true),
        ]);
        const last = over ? find() : undefined;
        if (last !== undefined) return last;
        if (over) throw new Error(`${what} did not come; there were:\n${received}`);
      }
    } finally {
      clearTimeout(timeout);
    }
  }

  await until('the first line', () => (received === '' ? undefined : true));
  return {
    headers: response.headers,
    events,
    comments,
    text: () => received,
    lastEventId: () => [...received.matchAll(/^id: ?(.*)$/gm)].at(-1)?.[1],
    next: (type, matches = () => true) =>
      until(`the event ${type}`, () => {
        while (passed < events.length) {
          const event = events[passed++];
          if (event && isOfType(event, type) && matches(event)) return event;
        }
        return undefined;
      }),
    async nextComment(count) {
      await until('a comment', () => (comments.length > count ? true : undefined));
    },
    ended,
    close: () => dropped.abort(),
  };
}

function isOfType<Type extends LiveEventType>(event: ReceivedEvent, type: Type): event is EventOf<Type> {
  return event.type === type;
}

/** The bare request, for what is refused. */
export function requestEvents(
  { url, accessToken, organizationId, lastEventId }: EventStreamOptions,
  signal?: AbortSignal,
): Promise<Response> {
  const query = organizationId === undefined ? '' : `?${new URLSearchParams({ organizationId })}`;
  return fetch(`${url}${eventsPath}${query}`, {
    headers: {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${accessToken}`,
      ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
    },
    ...(signal ? { signal } : {}),
  });
}
