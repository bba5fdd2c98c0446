import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a backend on which everything that passes is seen. */
export interface WatchedTraffic {
  /** Leads to the backend. */
  url: string;
  /** The session tokens that the backend has issued over this connection. */
  issuedTokens: () => string[];
  /** How many streams of live events are open. */
  openStreams: () => number;
  close: () => Promise<void>;
}

/** Puts itself between a client and the backend. */
export async function watchTraffic(backend: string): Promise<WatchedTraffic> {
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  let answers = '';
  const server = createServer((client) => {
    const upstream = createConnection(Number(new URL(backend).port), '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      // Whichever end breaks off, and however: the other one hears of it.
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.on('close', () => sockets.delete(from));
      from.pipe(to);
    }
    client.on('data', (chunk: Buffer) => {
      if (/^GET \/api\/events/m.test(chunk.toString('latin1'))) streams.add(client);
    });
    client.on('close', () => streams.delete(client));
    upstream.on('data', (chunk: Buffer) => (answers += chunk.toString('latin1')));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issuedTokens: () =>
      [...answers.matchAll(/"(?:access|refresh)Token":"(?<token>[^"]+)"/g)].map(
        ({ groups }) => groups?.['token'] ?? '',
      ),
    openStreams: () => streams.size,
    async close() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
