import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** What becomes of the bytes that come from the server. */
export interface Line {
  /** How long each piece is on its way. */
  delayMs?: number;
  /** They come so many at a time, with `delayMs` between. */
  dripBytes?: number;
  /** After so many more bytes both sides are disconnected, in the middle of a message. */
  cutAfterBytes?: number;
}

/** A TCP proxy that cuts, delays and drips. */
export interface FaultyProxy {
  port: number;
  url: string;
  /** How the line is from now on; `{}`: good. */
  setLine: (line: Line) => void;
  /** Disconnects both sides of every connection. */
  cut: () => void;
  /** Hands nothing on, in neither direction, until it is called with false. */
  hold: (held: boolean) => void;
  close: () => Promise<void>;
}

/** @param target the port of 127.0.0.1 that a new connection leads to */
export async function openFaultyProxy(target: () => number): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  let line: Line = {};
  let bytesLeft = Infinity;
  let held: PromiseWithResolvers<void> | undefined;

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  async function* spoil(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      for (let rest = chunk; rest.length > 0;) {
        const { delayMs = 0, dripBytes = rest.length } = line;
        const piece = rest.subarray(0, Math.min(dripBytes, bytesLeft));
        rest = rest.subarray(piece.length);
        if (delayMs > 0) await delay(delayMs);
        await held?.promise;
        if (piece.length > 0) yield piece;
        bytesLeft -= piece.length;
        if (bytesLeft <= 0) throw new Error('cut as asked');
      }
    }
  }

  async function* keep(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      await held?.promise;
      yield chunk;
    }
  }

  const server = createServer((client) => {
    const upstream = connect(target(), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .setNoDelay()
        .on('error', () => undefined)
        .on('close', () => sockets.delete(socket));
    }
    const ends = Promise.all([pipeline(client, keep, upstream), pipeline(upstream, spoil, client)]);
    // Cut off, by whichever side: then the other one hears of it as well.
    ends.catch(() => {
      client.destroy();
      upstream.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    setLine(next) {
      line = next;
      bytesLeft = next.cutAfterBytes ?? Infinity;
    },
    cut,
    hold(hold) {
      if (hold) held ??= Promise.withResolvers();
      else {
        held?.resolve();
        held = undefined;
      }
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      held?.resolve();
      cut();
      await closed;
    },
  };
}
