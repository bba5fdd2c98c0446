// Thousands of listeners of one backend in a process of their own: bare sockets, since a client library would be measured
// otherwise. They count the invites that they hear of, and how late.
import { connect } from 'node:net';
import { z } from 'zod';

const orderOf = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('listen'),
    port: z.number(),
    path: z.string(),
    accessToken: z.string(),
    count: z.number(),
  }),
  z.object({ kind: z.literal('report') }),
]);

/** So many are opened at the same time, few enough that the server refuses no connection. */
const openingAtOnce = 50;
const sign = Buffer.from('event: invite.created\n');
const stamp = /"email": ?"sent-(\d+)-/;

let delays: number[] = [];
let open = 0;

process.on('message', (said: unknown) => {
  const order = orderOf.parse(said);
  if (order.kind === 'report') {
    process.send?.({ open, delays });
    delays = [];
  } else {
    void listen(order).then((opened) => process.send?.({ opened }));
  }
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

type ListenOrder = Extract<z.infer<typeof orderOf>, { kind: 'listen' }>;

async function listen(order: ListenOrder): Promise<number> {
  let left = order.count;
  const openSome = async () => {
    while (left > 0) {
      left -= 1;
      await openOne(order);
    }
  };
  await Promise.all(Array.from({ length: openingAtOnce }, openSome));
  return open;
}

/** Resolves with the first bytes of the answer. */
function openOne({ port, path, accessToken }: ListenOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${accessToken}\r\n\r\n`,
      );
    });
    socket.once('data', (answer) => {
      if (!answer.toString('latin1').startsWith('HTTP/1.1 200')) {
        return reject(new Error(answer.toString('latin1').slice(0, 200)));
      }
      open += 1;
      socket.on('data', hear);
      socket.once('close', () => (open -= 1));
      return resolve();
    });
    socket.on('error', reject);
  });
}

/** A frame is far smaller than a chunk and arrives whole unless a buffer is full; a split one would show as missing. */
function hear(chunk: Buffer): void {
  const now = Date.now();
  for (let at = chunk.indexOf(sign); at >= 0; at = chunk.indexOf(sign, at + sign.length)) {
    const sentAt = stamp.exec(chunk.toString('latin1', at, at + 1_000))?.[1];
    delays.push(now - Number(sentAt ?? Number.NaN));
  }
}
