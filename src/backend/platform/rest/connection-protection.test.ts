import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { protectConnections, type ConnectionLimits } from './connection-protection.ts';

const short: ConnectionLimits = {
  stall: 150,
  head: 150,
  request: 600,
  patience: 100_000,
  slowestBytesPerMs: 4,
  tend: 20,
  plenty: 3,
  share: 1,
};
/** More than the system takes on the way. */
const megabytes = Buffer.alloc(32 * 1024 * 1024);

let end: (() => void) | undefined;
afterEach(() => end?.());

async function serve(answer: RequestListener, limits: Partial<ConnectionLimits> = {}) {
  const server = createServer({ connectionsCheckingInterval: short.tend, keepAliveTimeout: 50 }, answer);
  protectConnections(server, (address) => (address === '127.0.0.1' ? 'this one' : undefined), {
    ...short,
    plenty: 1_000,
    ...limits,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  end = () => {
    server.close();
    server.closeAllConnections();
  };
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return async (text = ''): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
}

/** Resolves with true when the connection is closed, in order or not. */
function closed(socket: Socket): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.resume().once('close', () => resolve(true));
  return promise;
}
const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n';

/** Sends or reads a little again and again, until the connection is closed. */
async function drip(socket: Socket, drop: () => void): Promise<boolean> {
  const dripping = setInterval(drop, 30);
  const ended = await closed(socket);
  clearInterval(dripping);
  return ended;
}

describe('a connection is ended', () => {
  it.each([
    ['nothing', ''],
    ['half a head', 'POST / HTTP/1.1\r\nHost:'],
    ['a head and no body', post],
    ['a head and half a body', `${post}half`],
  ])('when %s comes', { tags: ['guard:stalled-peer'] }, async (_what, text) => {
    const open = await serve((request) => void request.resume());
    expect(await closed(await open(text))).toBe(true);
  });

  it('when a body comes, but too slowly', { tags: ['guard:slow-request'] }, async () => {
    const open = await serve((request) => void request.resume(), { stall: 100_000 });
    const socket = await open('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n');
    expect(await drip(socket, () => void socket.write('x'))).toBe(true);
  });

  it('when its answer is not read', { tags: ['guard:stalled-peer'] }, async () => {
    const gone = Promise.withResolvers<boolean>();
    const open = await serve((_request, response) => {
      response.once('close', () => gone.resolve(response.writableFinished));
      response.end(megabytes);
    });
    const socket = await open(get);
    expect(await gone.promise).toBe(false);
    socket.destroy();
  });

  it('when its answer is read, but too slowly', { tags: ['guard:slow-peer'] }, async () => {
    const gone = Promise.withResolvers<boolean>();
    const open = await serve(
      (_request, response) => {
        response.once('close', () => gone.resolve(response.writableFinished));
        response.end(megabytes);
      },
      // At this pace all of it would take a second; what is dripped takes minutes.
      { stall: 100_000, patience: 100, slowestBytesPerMs: 64 * 1024 },
    );
    const socket = await open(get);
    const dripping = setInterval(() => void socket.read(1024), 20);
    expect(await gone.promise).toBe(false);
    clearInterval(dripping);
    socket.destroy();
  });

  it('when it has been answered and is not used again', async () => {
    const open = await serve(
      (_request, response) => void response.setHeader('Connection', 'keep-alive').end(),
    );
    expect(await closed(await open(get))).toBe(true);
  });

  it('when its address has more than its share of many', async () => {
    const open = await serve((_request, response) => void response.end(), {
      stall: 100_000,
      head: 100_000,
      plenty: 3,
    });
    const first = [await open(), await open(), await open()];
    expect(await closed(await open())).toBe(true);
    expect(first.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
  });
});

describe('a connection goes on', () => {
  it('however long its answer takes', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const open = await serve((_request, response) => asked.resolve(response));
    const patient = await open(get);
    const response = await asked.promise;
    // One that is silent begins later, and is ended first.
    expect(await closed(await open())).toBe(true);
    expect(await closed(await open())).toBe(true);
    response.end('at last');
    const [answer] = (await once(patient, 'data')) as [Buffer];
    expect(answer.toString()).toContain('at last');
  });

  it('while its answer is written by and by', async () => {
    const open = await serve((_request, response) => {
      response.write('begin');
      let left = 10;
      const writing = setInterval(() => {
        left -= 1;
        response.write('more');
        if (left > 0) return;
        clearInterval(writing);
        response.end('end');
      }, 60);
    });
    const socket = await open(get);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await closed(socket);
    // Each is a chunk; the last one is empty.
    expect(text.split('more')).toHaveLength(11);
    expect(text).toMatch(/end\r\n0\r\n\r\n$/);
  });
});
