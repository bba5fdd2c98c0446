import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState } from '#contract/admin-bridge';
import { heartbeatMs } from '#contract/live';
import type { LiveEvent } from '#contract/live';
import { answerProblem, startLocalServer } from '../../test/support/local-server.ts';
import type { Answerer, LocalServer } from '../../test/support/local-server.ts';
import { BridgeProblemError } from './bridge-problem.ts';
import { createLiveConnection } from './live-connection.ts';
import type { LiveConnection } from './live-connection.ts';

const at = '2026-11-22T13:00:00.000Z';
const seats = { maxSeats: 10, members: 4, pendingInvites: 2, used: 6, available: 4 };
const seatsChanged = { type: 'seats.changed', data: { organizationId: 'o', at, seats } };

// What happens here takes real time, and more of it on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
const patience = { timeout: 20_000 };

let server: LocalServer;
let port: number;
let streams: ServerResponse[];
let answer: Answerer;
let live: LiveConnection;
let states: ConnectionState['status'][];
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
  answer = openStream;
  await startServer();
  live = createLiveConnection({
    fetch: (input, init) => fetch(input, init),
    userAgent: 'test',
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onState: ({ status }) => states.push(status),
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

describe('the stream', () => {
  it('is opened with the access token and says nothing of a connection that is simply there', async () => {
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

  it('brings events; before them a reset, since nobody knows what came earlier', async () => {
    live.start(access());
    await streamsOpened(1);
    send(seatsChanged.type, seatsChanged.data, '7');
    await expect.poll(() => events.map(({ type }) => type), patience).toEqual(['reset', 'seats.changed']);
    expect(events[1]).toEqual(seatsChanged);
  });

  it('passes over what it does not know, and asks to fetch anew what it cannot read', async () => {
    live.start(access());
    await streamsOpened(1);
    send('moon.full', { at });
    send('seats.changed', { organizationId: 'o', at, seats: 'many' });
    send('seats.changed', '{"broken');
    send(seatsChanged.type, seatsChanged.data);
    await expect
      .poll(() => events.map(({ type }) => type), patience)
      .toEqual(['reset', 'reset', 'reset', 'seats.changed']);
  });

  it('ends with a new token when the old one is refused', async () => {
    answer = (request, response) =>
      request.headers.authorization === 'Bearer fresh'
        ? openStream(request, response)
        : answerProblem(response, 401, 'unauthenticated');
    live.start(access(async (refused) => (refused === 'token' ? 'fresh' : 'token')));
    await streamsOpened(1);
    expect(live.state()).toEqual({ status: 'connected' });
  });

  it('is let go of when it is stopped', async () => {
    live.start(access());
    await streamsOpened(1);
    const closed = new Promise((resolve) => streams[0]?.on('close', resolve));
    live.stop();
    await closed;
    expect(live.state()).toEqual({ status: 'connected' });
  });
});

describe('a break', () => {
  it('is mended at once, from where it was', async () => {
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

  it('is counted down, and mended when the server is there again', async () => {
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

  it('is tried anew when somebody asks for it', async () => {
    live.start(access());
    await streamsOpened(1);
    answer = (_request, response) => answerProblem(response, 503, 'unavailable');
    server.dropConnections();
    await expect.poll(() => states, patience).toContain('waiting');
    answer = openStream;
    live.retry();
    await streamsOpened(2);
  });

  it('is noticed when the stream merely falls silent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    live.start(access());
    await vi.waitUntil(() => events.length === 1, patience);
    await vi.advanceTimersByTimeAsync(2 * heartbeatMs);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_001);
    await vi.waitUntil(() => streams.length === 2, patience);
  });

  it('is noticed at once after a sleep', async () => {
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

describe('a pause', () => {
  it('ends by itself as soon as the server is ready', async () => {
    let isReady = false;
    answer = (request, response) => {
      if (request.path !== '/readyz') return openStream(request, response);
      response.writeHead(isReady ? 200 : 503).end();
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

  it('has failed to end only when the server refuses', async () => {
    live.start(access());
    await streamsOpened(1);
    answer = (request, response) => {
      if (request.path === '/readyz') response.writeHead(200).end();
      else answerProblem(response, 403, 'forbidden');
    };
    send('session.paused', { at });
    await expect.poll(() => states, patience).toEqual(['paused', 'resume-failed']);
  });
});

describe('without a token', () => {
  it('the server is not asked', async () => {
    live.start(
      access(async () => {
        throw new BridgeProblemError({ code: 'server_unreachable', detail: 'No connection.' });
      }),
    );
    await expect.poll(() => states, patience).toContain('waiting');
    expect(server.requests).toEqual([]);
  });
});
