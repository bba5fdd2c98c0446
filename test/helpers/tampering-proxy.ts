import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a backend that replaces the links of invites in its responses. */
export interface TamperingProxy {
  url: string;
  close: () => Promise<void>;
}

/** @param nextLink returns the link that replaces the one of an invite */
export async function startTamperingProxy(backend: string, nextLink: () => string): Promise<TamperingProxy> {
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
