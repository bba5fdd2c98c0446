import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createShares } from '../concurrency/shares.ts';

/** What peers are given, in milliseconds. */
export interface ConnectionLimits {
  /** How long a peer may pause while the rest of its request is awaited, or while an answer waits to be read. */
  stall: number;
  /** How long the head of a request may take, and the whole of it. */
  head: number;
  request: number;
  /** How long an answer may wait to be read in any case; after that for as long as it takes at the slowest pace. */
  patience: number;
  slowestBytesPerMs: number;
  /** How often what waits is looked at. */
  tend: number;
  /**
   * Up to so many connections nobody is asked for a share, which no usual day reaches. From then on an address has one: behind it
   * may be a whole company.
   */
  plenty: number;
  share: number;
}

const usual: ConnectionLimits = {
  stall: 15_000,
  head: 15_000,
  request: 60_000,
  patience: 30_000,
  slowestBytesPerMs: 4,
  tend: 1_000,
  plenty: 10_000,
  share: 2_000,
};

/** Options of a server that `protectConnections` will protect: how often it looks for requests that take too long. */
export const protectedServer = { connectionsCheckingInterval: usual.tend };

/** What a connection has been waiting for since when, if its peer has to read first. */
interface Waiting {
  since: number;
  /** How much had been written by then, in bytes. */
  written: number;
}

/**
 * Ends the connections of peers that keep a server waiting, in either direction: those that send no more, those that read
 * no more, and those that do both too slowly. It works below the routes, so that no route can be without it. A peer that
 * waits for an answer is left alone, however long the answer takes.
 *
 * @param holderOf whose share of the connections an address counts against
 * @param limits the usual ones, except where a test cannot wait for them
 */
export function protectConnections(
  server: Server,
  holderOf: (address: string | undefined) => string | undefined,
  limits: ConnectionLimits = usual,
): void {
  server.headersTimeout = limits.head;
  server.requestTimeout = limits.request;
  server.setTimeout(limits.stall);
  const open = createShares({ scarceFrom: limits.plenty, share: limits.share });
  const waiting = new Map<Socket, Waiting | undefined>();
  const underWay = new Map<Socket, { request: IncomingMessage; response: ServerResponse }>();

  server.on('connection', (socket: Socket) => {
    const holder = holderOf(socket.remoteAddress);
    if (!open.allows(holder)) {
      socket.destroy();
      return;
    }
    const giveBack = open.take(holder);
    waiting.set(socket, undefined);
    socket.once('close', () => {
      giveBack();
      waiting.delete(socket);
      underWay.delete(socket);
    });
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    underWay.set(socket, { request, response });
    response.once('close', () => {
      if (underWay.get(socket)?.response === response) underWay.delete(socket);
    });
  });
  // Nothing was sent or read for a while: that is the peer's fault unless its request is being answered.
  server.on('timeout', (socket: Socket) => {
    const request = underWay.get(socket)?.request;
    const isAnswered = request !== undefined && request.complete && socket.writableLength === 0;
    if (!isAnswered) socket.destroy();
  });

  const tending = setInterval(() => {
    const now = Date.now();
    for (const [socket, before] of waiting) {
      if (socket.writableLength === 0) {
        if (before) waiting.set(socket, undefined);
      } else if (!before) {
        waiting.set(socket, { since: now, written: socket.bytesWritten - socket.writableLength });
      } else {
        const allowed = limits.patience + (socket.bytesWritten - before.written) / limits.slowestBytesPerMs;
        if (now - before.since > allowed) socket.destroy();
      }
    }
  }, limits.tend);
  tending.unref();
  server.once('close', () => clearInterval(tending));
}
