import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { EventStream, OutgoingEvent } from './event-stream.ts';
import type { Subscription } from './subscription.ts';

const subscription: Subscription = { userId: 'me', staff: true, roles: new Map(), organizationId: undefined };
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A stream over a real socket, and the client's end of it. */
async function openStream(): Promise<{ stream: EventStream; client: Socket; response: ServerResponse }> {
  const server = createServer();
  const asked = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = connect(address.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: test\r\n\r\n');
  const [, response] = (await asked) as [unknown, ServerResponse];
  response.writeHead(200, { Connection: 'close' });
  cleanUps.push(() => {
    client.destroy();
    server.close();
  });
  return { stream: new EventStream(response, 'session', subscription), client, response };
}

function outgoing(id: bigint, bytes = 10): OutgoingEvent {
  return new OutgoingEvent({
    id,
    organizationId: 'here',
    userId: null,
    type: 'seats.changed',
    data: JSON.stringify({ filler: 'x'.repeat(bytes) }),
  });
}

async function allOf(client: Socket): Promise<string> {
  let received = '';
  client.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  await once(client, 'close');
  return received;
}

const idsIn = (received: string) => [...received.matchAll(/id: (\d+)/g)].map(([, id]) => Number(id));

test(
  'buffers live events during the replay and writes them after its end',
  { tags: ['guard:replayed-events'] },
  async () => {
    const { stream, client } = await openStream();
    const received = allOf(client);
    for (const id of [3n, 4n, 5n]) stream.deliver(outgoing(id));
    stream.write(outgoing(2n).frame);
    stream.goLive(3n);
    stream.deliver(outgoing(6n));
    stream.end();
    expect(idsIn(await received)).toEqual([2, 4, 5, 6]);
  },
);

test('serializes an event once for all streams', () => {
  const event = outgoing(1n);
  expect(event.frame).toBe(event.frame);
});

test(
  'disconnects a client that does not read before it fills the memory',
  { tags: ['guard:slow-reader'] },
  async () => {
    const { stream, client, response } = await openStream();
    client.pause();
    stream.goLive(0n);
    let delivered = 0;
    while (!stream.closed && delivered < 10_000) {
      delivered += 1;
      stream.deliver(outgoing(BigInt(delivered), 100_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(response.destroyed).toBe(true);
    expect(delivered).toBeLessThan(200);
  },
);

test('limits the events that are buffered during a slow replay', async () => {
  const { stream, response } = await openStream();
  for (let id = 1n; id <= 20n; id += 1n) stream.deliver(outgoing(id, 100_000));
  expect(response.destroyed).toBe(true);
});

test('disconnects a client that does not read for ten seconds, and no client that reads', async () => {
  const { stream: stalled, client } = await openStream();
  client.pause();
  stalled.goLive(0n);
  // More than the sockets' own buffers take, less than the bound.
  while (!stalled.closed && stalled.unsentBytes < 200_000) {
    stalled.deliver(outgoing(1n, 50_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const now = Date.now();
  stalled.tend(now + 9_000);
  expect(stalled.closed).toBe(false);
  stalled.tend(now + 11_000);
  expect(stalled.closed).toBe(true);

  const { stream: reading, client: reader } = await openStream();
  reader.resume();
  reading.goLive(0n);
  reading.deliver(outgoing(1n));
  await once(reader, 'data');
  reading.tend(Date.now() + 60_000);
  expect(reading.closed).toBe(false);
});

test('writes a heartbeat to a quiet stream, and none to a busy one', async () => {
  const { stream, client } = await openStream();
  const received = allOf(client);
  stream.goLive(0n);
  stream.deliver(outgoing(1n));
  stream.tend(Date.now() + 9_000);
  stream.tend(Date.now() + 10_001);
  stream.end(Buffer.from('event: session.paused\ndata: {}\n\n'));
  const text = await received;
  expect(text.match(/^:$/gm)).toHaveLength(1);
  expect(text).toContain('session.paused');
});
