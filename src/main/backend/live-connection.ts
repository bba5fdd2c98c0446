import { z } from 'zod';
import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import type { ConnectionState, NetworkProblem } from '#contract/bridge/types';
import { eventsPath, heartbeatMs } from '#contract/live/model';
import type { LiveEvent } from '#contract/live/api';
import type { Fetch } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';
import { advance, stateOf, stopped } from './connection-machine.ts';
import type { Input } from './connection-machine.ts';
import { createLiveEventReader, resetEvent } from './live-events.ts';
import { problemOfResponse } from './response-problem.ts';
import type { Log } from '../diagnostics/log.ts';
import type { ServerClock } from './server-clock.ts';
import { problemFromFailure } from './server-problem.ts';

/** What the live connection needs of a session. */
export interface SessionAccess {
  server: string;
  /** @param refused the token that the server has refused: another one is wanted */
  accessToken: (refused?: string) => Promise<string>;
}

/** The stream of live events for the signed-in user. It reconnects by itself after failures of server and network. */
export interface LiveConnection {
  state(): ConnectionState;
  start(access: SessionAccess): void;
  stop(): void;
  /** Reconnects immediately: the user asked for it. */
  retry(): void;
  /** Reconnects if the connection is broken: the server may have become reachable. */
  wake(): void;
}

export interface LiveConnectionOptions {
  fetch: Fetch;
  /** What names the app in each request. */
  appHeaders: Record<string, string>;
  log: Log;
  clock: Pick<ServerClock, 'now' | 'steadyNow'>;
  onState: (state: ConnectionState) => void;
  onEvent: (event: LiveEvent) => void;
}

/** What a server answers that is ready. */
const readiness = z.object({ status: z.literal('ready') });

/** A stream that is silent for longer than two heartbeats is broken, even if its socket is open. */
const silenceMs = 2 * heartbeatMs + 1_000;
const openTimeLimitMs = 10_000;
const probeTimeLimitMs = 5_000;
const maxEventBytes = 1_000_000;

export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { fetch, appHeaders, log, clock, onState, onEvent } = options;
  const reader = createLiveEventReader(log, () => onEvent(resetEvent()));
  let machine = stopped;
  let access: SessionAccess | undefined;
  /** Cancels the attempt, the open stream or the probe that is under way. */
  let current = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let lastByteAt = 0;
  let lastEventId: string | undefined;
  /** Why the last attempt failed. */
  let problem: NetworkProblem | undefined;
  let lastState = JSON.stringify(stateOf(machine));

  function dispatch(input: Input): void {
    // By a clock that nobody can set: a delay must not become one of days.
    const step = advance(machine, input, performance.now());
    if (step === undefined) return;
    log.info('live.step', { input, phase: step.machine.phase.at });
    machine = step.machine;
    clearTimeout(timer);
    if (step.timerMs !== undefined) timer = setTimeout(() => dispatch('timer'), step.timerMs);
    if (step.command !== 'continue') {
      current.abort();
      current = new AbortController();
    }
    if (step.command === 'open') void open(current.signal);
    if (step.command === 'probe') void probe(current.signal);
    publishState();
  }

  function publishState(): void {
    // Without the time by the server's clock, which is computed anew each time.
    const text = JSON.stringify(explainedState());
    if (text === lastState) return;
    lastState = text;
    onState(currentState());
  }

  /** The state, with the reason where there is one. */
  function explainedState(): ConnectionState {
    const state = stateOf(machine);
    switch (state.status) {
      case 'waiting':
      case 'failed':
      case 'resume-failed':
        return problem === undefined ? state : { ...state, problem };
      default:
        return state;
    }
  }

  /** The state with its time by the server's clock, on which the windows count down. */
  function currentState(): ConnectionState {
    const state = explainedState();
    if (state.status !== 'waiting') return state;
    return { ...state, retryAt: Math.round(clock.now() + state.retryAt - performance.now()) };
  }

  /** Makes one attempt and reads the stream that it opens. Dispatches the result unless the attempt was cancelled. */
  async function open(cancelled: AbortSignal): Promise<void> {
    const report = (input: Input): void => {
      if (!cancelled.aborted) dispatch(input);
    };
    if (access === undefined) return;
    const { server } = access;
    const stream = new AbortController();
    const end = (): void => stream.abort(new DOMException('nothing came in time', 'TimeoutError'));
    cancelled.addEventListener('abort', end);
    const limit = setTimeout(end, openTimeLimitMs);
    try {
      const response = await request(access, stream.signal);
      if (cancelled.aborted) return;
      if (!isEventStream(response)) {
        const { code, network } = (await problemOfResponse(server, response, clock.now())).problem;
        if (cancelled.aborted) return;
        log.warn('live.not_opened', { status: response.status, why: network?.failure ?? code });
        problem = network;
        // Only the server itself can refuse, not what answers in its place.
        report(network === undefined && isFinal(response.status) ? 'refused' : 'unreachable');
        return;
      }
      clearTimeout(limit);
      problem = undefined;
      report('opened');
      // Without a known position in the stream, earlier events may have been missed.
      if (lastEventId === undefined) onEvent(resetEvent());
      await read(response, report, end);
      report('broken');
    } catch (error) {
      if (cancelled.aborted) return;
      const { code, network } = problemOf(error) ?? problemFromFailure(server, error).problem;
      log.info('live.broken', { why: network?.failure ?? code });
      problem = network;
      report('broken');
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
          ...appHeaders,
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

  /** Reads until the stream ends. @throws the error of the network */
  async function read(response: Response, report: (input: Input) => void, end: () => void): Promise<void> {
    const parser = createParser({
      maxBufferSize: maxEventBytes,
      onEvent: (message) => receive(message, report),
      onError(error) {
        log.warn('live.unreadable', { error });
        if (error.type === 'max-buffer-size-exceeded') end();
      },
    });
    if (response.body === null) return;
    const chunks: AsyncIterable<Uint8Array> = response.body;
    const decoder = new TextDecoder();
    lastByteAt = clock.steadyNow();
    const watchdog = setTimeout(end, silenceMs);
    try {
      for await (const chunk of chunks) {
        lastByteAt = clock.steadyNow();
        watchdog.refresh();
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  function receive(
    { id, event: type = 'message', data }: EventSourceMessage,
    report: (input: Input) => void,
  ): void {
    if (id !== undefined && id !== '') lastEventId = id;
    const event = reader.read(type, data);
    if (event === undefined) return;
    if (event.type === 'session.paused') report('paused');
    else onEvent(event);
  }

  async function probe(cancelled: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(probeTimeLimitMs)]);
    const isReady = await fetch(`${access?.server ?? ''}/readyz`, {
      signal,
      headers: appHeaders,
    })
      // A maintenance page or a captive portal answers 200 as well.
      .then(async (response) => {
        if (response.ok) return readiness.safeParse(await response.json()).success;
        await response.body?.cancel();
        return false;
      })
      .catch(() => false);
    if (!cancelled.aborted) dispatch(isReady ? 'ready' : 'not-ready');
  }

  return {
    state: currentState,
    start(next) {
      access = next;
      problem = undefined;
      lastEventId = undefined;
      dispatch('start');
    },
    stop() {
      dispatch('stop');
      reader.close();
      access = undefined;
    },
    retry: () => dispatch('retry'),
    wake() {
      // After sleep, a socket can be broken without an error.
      const isStale = machine.phase.at === 'open' && clock.steadyNow() - lastByteAt > heartbeatMs + 1_000;
      dispatch(isStale ? 'broken' : 'wake');
    },
  };
}

function isEventStream(response: Response): boolean {
  return (
    response.status === 200 && (response.headers.get('content-type') ?? '').startsWith('text/event-stream')
  );
}

/** Whether another attempt would get the same answer: 429 and 5xx mean "not now". */
function isFinal(status: number): boolean {
  return status !== 429 && status < 500;
}
