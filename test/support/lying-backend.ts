import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A backend that is as honest as the real one behind it, but for the links that it hands out. */
export interface LyingBackend {
  url: string;
  close: () => Promise<void>;
}

/** @param nextLink what it says the link of an invite is */
export async function startLyingBackend(backend: string, nextLink: () => string): Promise<LyingBackend> {
  const server = createServer((incoming, answer) => {
    if (incoming.url?.endsWith('/link')) {
      incoming.resume();
      answer.writeHead(200, { 'Content-Type': 'application/json' });
      answer.end(JSON.stringify({ url: nextLink() }));
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', backend), { method, headers }, (real) => {
      answer.writeHead(real.statusCode ?? 502, real.headers);
      real.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
