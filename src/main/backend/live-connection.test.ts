import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState, NetworkProblem } from '#contract/bridge/types';
import { heartbeatMs } from '#contract/live/model';
import type { LiveEvent } from '#contract/live/api';
import { answerJson, answerProblem, startLocalServer } from '../../../test/helpers/local-server.ts';
import type { Answerer, LocalServer } from '../../../test/helpers/local-server.ts';
import { BridgeProblemError } from './bridge-problem.ts';
import { createLiveConnection } from './live-connection.ts';
import type { LiveConnection } from './live-connection.ts';

const at = '2026-11-22T13:00:00.000Z';
const seats = { maxSeats: 10, members: 4, pendingInvites: 2, used: 6, available: 4 };
const seatsChanged = { type: 'seats.changed', data: { organizationId: 'o', at, seats } };

// These tests take real time, and a busy machine needs longer.
vi.setConfig({ testTimeout: 30_000 });
const patience = { timeout: 20_000 };

let server: LocalServer;
let port: number;
let streams: ServerResponse[];
let answer: Answerer;
let live: LiveConnection;
let states: ConnectionState['status'][];
/** What the last state says of the network. */
let problem: NetworkProblem | undefined;
let events: LiveEvent[];

const openStream: Answerer = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(': hello\n\n');
  streams.push(response);
};

async function startServer(): Promise<void> {
  server = await startLocalServer((request, response) => answer(request, response), port);
  port = Number(new URL(server.url).port);
}

beforeEach(async () => {
  port = 0;
  streams = [];
  states = [];
  events = [];
  problem = undefined;
  answer = openStream;
  await startServer();
  live = createLiveConnection({
    fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
    appHeaders: { 'User-Agent': 'test' },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: { now: () => Date.now(), steadyNow: () => Date.now() },
    onState(state) {
      states.push(state.status);
      problem = 'problem' in state ? state.problem : undefined;
    },
    onEvent: (event) => events.push(event),
  });
});
afterEach(async () => {
  live.stop();
  vi.useRealTimers();
  await server.close();
});

const access = (accessToken = async (_refused?: string) => 'token') => ({ server: server.url, accessToken });

async function streamsOpened(count: number): Promise<void> {
  await expect.poll(() => streams.length, patience).toBe(count);
}

function send(type: string, data: unknown, id?: string): void {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  streams.at(-1)?.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${text}\n\n`);
}

describe('the live stream', () => {
  it('opens with the access token, without a change of the connection state', async () => {
    live.start(access());
    await streamsOpened(1);
    expect(server.requests[0]).toMatchObject({
      path: '/api/events',
      headers: { authorization: 'Bearer token', accept: 'text/event-stream' },
    });
    expect(server.requests[0]?.headers['last-event-id']).toBeUndefined();
    expect(live.state()).toEqual({ status: 'connected' });
    expect(states).toEqual([]);
  });

  it('delivers a reset first, because earlier events are unknown, and then events', async () => {
    live.start(access());
    await streamsOpened(1);
    send(seatsChanged.type, seatsChanged.data, '7');
    await expect.poll(() => events.map(({ type }) => type), patience).toEqual(['reset', 'seats.changed']);
    expect(events[1]).toEqual(seatsChanged);
  });

  it('ignores unknown events, and delivers one reset for many unreadable ones', async () => {
    live.start(access());
    await streamsOpened(1);
    send('moon.full', { at });
    send('seats.changed', { organizationId: 'o', at, seats: 'many' });
    send('seats.changed', '{"broken');
    send(seatsChanged.type, seatsChanged.data);
    await expect
      .poll(() => events.map(({ type }) => type), patience)
      .toEqual(['reset', 'reset', 'seats.changed']);
  });

  it('opens with a new access token when the server refuses the old one', async () => {
    answer = (request, response) =>
      request.headers.authorization === 'Bearer fresh'
        ? openStream(request, response)
        : answerProblem(response, 401, 'unauthenticated');
    live.start(access(async (refused) => (refused === 'token' ? 'fresh' : 'token')));
    await streamsOpened(1);
    expect(live.state()).toEqual({ status: 'connected' });
  });

  it('closes when it is stopped', async () => {
    live.start(access());
    await streamsOpened(1);
    const closed = new Promise((resolve) => streams[0]?.on('close', resolve));
    live.stop();
    await closed;
    expect(live.state()).toEqual({ status: 'connected' });
  });
});

describe('a broken live stream', () => {
  it('reconnects immediately, from the last event', async () => {
    live.start(access());
    await streamsOpened(1);
    send(seatsChanged.type, seatsChanged.data, '7');
    await expect.poll(() => events, patience).toHaveLength(2);
    server.dropConnections();
    await streamsOpened(2);
    expect(server.requests[1]?.headers['last-event-id']).toBe('7');
    await expect.poll(() => states, patience).toEqual(['rejoining', 'connected']);
    expect(events).toHaveLength(2);
  });

  it('shows when the next attempt is, and reconnects when the server is back', async () => {
    live.start(access());
    await streamsOpened(1);
    await server.close();
    await expect.poll(() => states, patience).toContain('waiting');
    expect(states.slice(0, 2)).toEqual(['rejoining', 'waiting']);
    await startServer();
    await streamsOpened(2);
    await expect.poll(() => states.at(-1), patience).toBe('connected');
    expect(events.map(({ type }) => type)).toEqual(['reset', 'reset']);
  });

  it('reconnects when the user retries', async () => {
    live.start(access());
    await streamsOpened(1);
    answer = (_request, response) => answerProblem(response, 503, 'unavailable');
    server.dropConnections();
    await expect.poll(() => states, patience).toContain('waiting');
    answer = openStream;
    live.retry();
    await streamsOpened(2);
  });

  it('reconnects when the stream falls silent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    live.start(access());
    await vi.waitUntil(() => events.length === 1, patience);
    await vi.advanceTimersByTimeAsync(2 * heartbeatMs);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_001);
    await vi.waitUntil(() => streams.length === 2, patience);
  });

  it('reconnects immediately after the computer slept', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    live.start(access());
    await vi.waitUntil(() => events.length === 1, patience);
    live.wake();
    expect(states).toEqual([]);
    vi.setSystemTime(Date.now() + 3_600_000);
    live.wake();
    expect(states).toEqual(['rejoining']);
    await vi.waitUntil(() => streams.length === 2, patience);
  });
});

describe("a live stream while this computer's clock is set back", () => {
  it('tries again as soon as ever, and says when by the server’s clock', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = Date.now();
    live.start(access());
    await vi.waitUntil(() => events.length === 1, patience);
    await server.close();
    vi.setSystemTime(before - 8 * 86_400_000);
    await vi.waitUntil(() => states.includes('waiting'), patience);
    const state = live.state();
    const left = state.status === 'waiting' ? state.retryAt - Date.now() : undefined;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(31_000);
    await startServer();
    await vi.waitUntil(() => streams.length === 2, patience);
  });
});

describe('a live stream that cannot be opened', () => {
  const page: Answerer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
  };

  it.each<[string, Answerer, NetworkProblem['failure']]>([
    ['a page', page, 'answered_instead'],
    [
      'a redirect to a page',
      (_request, response) => void response.writeHead(302, { Location: 'http://portal.test/' }).end(),
      'answered_instead',
    ],
    ['no server', (_request, response) => void response.destroy(), 'closed'],
    ['a server that is not ready', (_request, response) => void response.writeHead(503).end(), 'paused'],
  ])('says that %s answers, and goes on when the server does', async (_what, other, failure) => {
    live.start(access());
    await streamsOpened(1);
    answer = other;
    server.dropConnections();
    await expect.poll(() => states.at(-1), patience).toBe('waiting');
    expect(problem?.failure).toBe(failure);
    expect(problem?.reason).toMatch(/\.$/);
    answer = openStream;
    await streamsOpened(2);
    await expect.poll(() => states.at(-1), patience).toBe('connected');
    expect(problem).toBeUndefined();
    expect(states).not.toContain('failed');
  });

  it('names the address that the server has moved to, and sends nothing there', async () => {
    const elsewhere = await startLocalServer(openStream);
    live.start(access());
    await streamsOpened(1);
    answer = (_request, response) =>
      void response.writeHead(308, { Location: 'https://new.acme.test/api/events' }).end();
    server.dropConnections();
    await expect.poll(() => states.at(-1), patience).toBe('waiting');
    expect(problem).toMatchObject({ failure: 'moved', movedTo: 'https://new.acme.test' });

    // Only https is followed up.
    answer = (_request, response) => void response.writeHead(308, { Location: elsewhere.url }).end();
    live.retry();
    await expect.poll(() => problem?.failure, patience).toBe('answered_instead');
    expect(problem?.movedTo).toBeUndefined();
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});

describe('a paused live stream', () => {
  it('resumes by itself when the server is ready', async () => {
    let isReady = false;
    answer = (request, response) => {
      if (request.path !== '/readyz') return openStream(request, response);
      if (isReady) answerJson(response, 200, { status: 'ready' });
      // Something in between answers meanwhile.
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Back soon</h1>');
    };
    live.start(access());
    await streamsOpened(1);
    send('session.paused', { at });
    await expect.poll(() => states, patience).toEqual(['paused']);
    await expect.poll(() => server.requests.at(-1)?.path, patience).toBe('/readyz');
    isReady = true;
    await streamsOpened(2);
    await expect.poll(() => states, patience).toEqual(['paused', 'connected']);
    expect(events.map(({ type }) => type)).not.toContain('session.paused');
  });

  it('fails to resume only when the server refuses', async () => {
    live.start(access());
    await streamsOpened(1);
    answer = (request, response) => {
      if (request.path === '/readyz') answerJson(response, 200, { status: 'ready' });
      else answerProblem(response, 403, 'forbidden');
    };
    send('session.paused', { at });
    await expect.poll(() => states, patience).toEqual(['paused', 'resume-failed']);
  });
});

describe('a live stream without an access token', () => {
  it('sends no request to the server', async () => {
    live.start(
      access(async () => {
        throw new BridgeProblemError({ code: 'server_unreachable', detail: 'No connection.' });
      }),
    );
    await expect.poll(() => states, patience).toContain('waiting');
    expect(server.requests).toEqual([]);
  });
});
