import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** When the connections are cut: before the statement reaches the database, or before its answer comes back. */
export interface Cut {
  /** 1 for the first. */
  statement: number;
  when: 'unsent' | 'unanswered';
}

/** A proxy before PostgreSQL that counts statements, and is gone at one of them, as a killed process is. */
export interface StatementProxy {
  /** The same database through the proxy. */
  url: string;
  /** Counts from now on, and takes connections again; undefined: none is cut. */
  arm: (cut: Cut | undefined) => void;
  /** Statements since `arm`. */
  count: () => number;
  close: () => Promise<void>;
}

/** Messages of the protocol that ask for work: a simple query, and the end of an extended one. */
const asking = new Set(['Q'.codePointAt(0), 'S'.codePointAt(0)]);

export async function openStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed: Cut | undefined;
  let statements = 0;
  let gone = false;

  function vanish(): void {
    gone = true;
    for (const socket of sockets) socket.destroy();
  }

  const server = createServer((client) => {
    if (gone) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    upstream.on('data', (chunk: Buffer) => void (gone || client.write(chunk)));
    let unread = Buffer.alloc(0);
    let started = false;
    client.on('data', (chunk: Buffer) => {
      unread = Buffer.concat([unread, chunk]);
      for (;;) {
        // The first message has no letter before its length.
        const head = started ? 1 : 0;
        if (unread.length < head + 4) return;
        const length = head + unread.readUInt32BE(head);
        if (unread.length < length) return;
        const message = unread.subarray(0, length);
        unread = unread.subarray(length);
        if (started && asking.has(message[0])) statements += 1;
        started = true;
        const hit = armed !== undefined && statements === armed.statement;
        if (hit && armed?.when === 'unsent') return vanish();
        if (hit) {
          upstream.removeAllListeners('data').once('data', vanish);
          upstream.write(message);
          return;
        }
        upstream.write(message);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    arm(cut) {
      armed = cut;
      statements = 0;
      gone = false;
    },
    count: () => statements,
    async close() {
      const closed = once(server, 'close');
      server.close();
      vanish();
      await closed;
    },
  };
}
