import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/**
 * A mail server that takes connections and lets them wait: where only the work up to the queued mail is measured,
 * sending must not share the machine with it.
 *
 * @returns its address, and what ends it
 */
export async function startWaitingSmtp(): Promise<{ url: string; end: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.resume();
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    async end() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
