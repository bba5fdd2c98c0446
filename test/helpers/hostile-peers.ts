import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

/** Connections of peers that keep a server waiting. */
export interface HostilePeers {
  drop: () => void;
}

/** How many files and connections a process has open. A peer that does not read does not see the end of its connection. */
export const openFilesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/**
 * Sends the heads of requests and never their bodies, one on each connection. Resolves when the server has read all heads.
 *
 * @param routes as in `POST /api/auth/login`, which take turns
 */
export async function openSilentPeers(
  url: string,
  routes: readonly string[],
  count: number,
): Promise<HostilePeers> {
  return openAll(count, async (n) => {
    const [method = '', path = ''] = routes[n % routes.length]?.split(' ') ?? [];
    const type = path.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded';
    // The server says that it waits for the body.
    const head = [`Content-Type: ${type}`, 'Content-Length: 1000', 'Expect: 100-continue'];
    const peer = await openPeer(url, [`${method} ${path} HTTP/1.1`, ...head]);
    await once(peer, 'data');
    return peer;
  });
}

/** Asks for a large answer on each connection and reads none of it. Resolves when all answers have begun. */
export async function openNonReaders(url: string, path: string, count: number): Promise<HostilePeers> {
  return openAll(count, async () => {
    const socket = await openPeer(url, [`GET ${path} HTTP/1.1`]);
    // There is something to read, which nobody does.
    await once(socket, 'readable');
    return socket;
  });
}

/** Some at a time, so that the system refuses none of them. */
async function openAll(count: number, open: (n: number) => Promise<Socket>): Promise<HostilePeers> {
  const peers: Socket[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) peers.push(await open(next++));
  };
  await Promise.all(Array.from({ length: 50 }, lane));
  return {
    drop() {
      for (const peer of peers) peer.destroy();
    },
  };
}

async function openPeer(url: string, head: string[]): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  // Whether the server ends it in order or not is all the same.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write([...head, `Host: ${hostname}`, '', ''].join('\r\n'));
  return socket;
}
