import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import type { ConnectionState } from '#contract/admin-bridge';
import { eventsPath, heartbeatMs, liveEvent } from '#contract/live';
import type { LiveEvent } from '#contract/live';
import type { Fetch } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';
import { advance, stateOf, stopped } from './connection-machine.ts';
import type { Input } from './connection-machine.ts';
import type { Log } from './log.ts';
import type { SessionAccess } from './session.ts';

/** The stream of events of the signed-in person, held open through whatever happens to the server and the network. */
export interface LiveConnection {
  state(): ConnectionState;
  start(access: SessionAccess): void;
  stop(): void;
  /** A person asked for another try. */
  retry(): void;
  /** Something happened that makes another try worth while. */
  wake(): void;
}

export interface LiveConnectionOptions {
  fetch: Fetch;
  userAgent: string;
  log: Log;
  onState: (state: ConnectionState) => void;
  onEvent: (event: LiveEvent) => void;
}

/** Two heartbeats and a little: a stream that is silent for longer is dead, whatever the socket says. */
const silenceMs = 2 * heartbeatMs + 1_000;
const openTimeLimitMs = 10_000;
const askTimeLimitMs = 5_000;
const maxEventBytes = 1_000_000;

const knownTypes = new Set<string>(liveEvent.options.map((option) => option.shape.type.value));

export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { fetch, userAgent, log, onState, onEvent } = options;
  let machine = stopped;
  let access: SessionAccess | undefined;
  /** Ends what is under way: a try, the open stream, a question. */
  let current = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let lastByteAt = 0;
  let lastEventId: string | undefined;
  let announced = JSON.stringify(stateOf(machine));

  function give(input: Input): void {
    const step = advance(machine, input, Date.now());
    if (step === undefined) return;
    log.info('live.step', { input, phase: step.machine.phase.at });
    machine = step.machine;
    clearTimeout(timer);
    if (step.timerMs !== undefined) timer = setTimeout(() => give('timer'), step.timerMs);
    if (step.command !== 'keep') {
      current.abort();
      current = new AbortController();
    }
    if (step.command === 'open') void open(current.signal);
    if (step.command === 'ask') void ask(current.signal);
    announce();
  }

  function announce(): void {
    const state = stateOf(machine);
    const text = JSON.stringify(state);
    if (text === announced) return;
    announced = text;
    onState(state);
  }

  /** One try, and the stream that it opens; tells the machine how it went, unless it was called off. */
  async function open(cancelled: AbortSignal): Promise<void> {
    const tell = (input: Input): void => {
      if (!cancelled.aborted) give(input);
    };
    if (access === undefined) return;
    const stream = new AbortController();
    const end = (): void => stream.abort();
    cancelled.addEventListener('abort', end);
    const limit = setTimeout(end, openTimeLimitMs);
    try {
      const response = await request(access, stream.signal);
      clearTimeout(limit);
      if (cancelled.aborted) return;
      if (!isEventStream(response)) {
        log.warn('live.not_opened', { status: response.status });
        tell(isRefusal(response.status) ? 'refused' : 'unreachable');
        return;
      }
      tell('opened');
      // What happened before the stream began is unknown unless it goes on from a known place.
      if (lastEventId === undefined) onEvent({ type: 'reset', data: { at: new Date().toISOString() } });
      await read(response, tell, end);
      tell('broken');
    } catch (error) {
      if (cancelled.aborted) return;
      log.info('live.broken', {
        why: problemOf(error)?.code ?? (error instanceof Error ? error.message : 'unknown'),
      });
      tell('broken');
    } finally {
      clearTimeout(limit);
      cancelled.removeEventListener('abort', end);
      end();
    }
  }

  async function request({ server, accessToken }: SessionAccess, signal: AbortSignal): Promise<Response> {
    const send = (token: string): Promise<Response> =>
      fetch(`${server}${eventsPath}`, {
        signal,
        headers: {
          'User-Agent': userAgent,
          Accept: 'text/event-stream',
          Authorization: `Bearer ${token}`,
          ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
        },
      });
    const token = await accessToken();
    const response = await send(token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return send(await accessToken(token));
  }

  /** Reads until the stream ends. @throws whatever the network says */
  async function read(response: Response, tell: (input: Input) => void, end: () => void): Promise<void> {
    const parser = createParser({
      maxBufferSize: maxEventBytes,
      onEvent: (message) => receive(message, tell),
      onError(error) {
        log.warn('live.unreadable', { error });
        if (error.type === 'max-buffer-size-exceeded') end();
      },
    });
    if (response.body === null) return;
    const chunks: AsyncIterable<Uint8Array> = response.body;
    const decoder = new TextDecoder();
    lastByteAt = Date.now();
    const watchdog = setTimeout(end, silenceMs);
    try {
      for await (const chunk of chunks) {
        lastByteAt = Date.now();
        watchdog.refresh();
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  function receive(
    { id, event: type = 'message', data }: EventSourceMessage,
    tell: (input: Input) => void,
  ): void {
    if (id !== undefined && id !== '') lastEventId = id;
    if (!knownTypes.has(type)) {
      log.info('live.unknown_event', { type });
      return;
    }
    const event = liveEvent.safeParse({ type, data: parseJson(data) });
    if (!event.success) {
      // Something has changed that cannot be told in this app's terms: it has to be fetched.
      log.warn('live.unreadable_event', {
        type,
        issues: event.error.issues.map(({ path, code }) => ({ path, code })),
      });
      onEvent({ type: 'reset', data: { at: new Date().toISOString() } });
    } else if (event.data.type === 'session.paused') {
      tell('paused');
    } else {
      onEvent(event.data);
    }
  }

  async function ask(cancelled: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(askTimeLimitMs)]);
    const isReady = await fetch(`${access?.server ?? ''}/readyz`, {
      signal,
      headers: { 'User-Agent': userAgent },
    })
      .then(async (response) => {
        await response.body?.cancel();
        return response.ok;
      })
      .catch(() => false);
    if (!cancelled.aborted) give(isReady ? 'ready' : 'not-ready');
  }

  return {
    state: () => stateOf(machine),
    start(next) {
      access = next;
      lastEventId = undefined;
      give('start');
    },
    stop() {
      give('stop');
      access = undefined;
    },
    retry: () => give('retry'),
    wake() {
      // After a sleep the socket may be dead without knowing it.
      const isStale = machine.phase.at === 'open' && Date.now() - lastByteAt > heartbeatMs + 1_000;
      give(isStale ? 'broken' : 'wake');
    },
  };
}

function isEventStream(response: Response): boolean {
  return (
    response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('text/event-stream')
  );
}

/** Whether the server means it; 429 and the 5xx only mean "not now". */
function isRefusal(status: number): boolean {
  return status !== 429 && status < 500;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
