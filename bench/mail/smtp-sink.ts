// A mail server in a process of its own that accepts everything and stores nothing, as light as possible, so that the
// sender is what is measured. Its parent gives a number and gets a message when so many emails have arrived since then, or
// since the last number that was given where it asks for `sinceThen`.
import { createServer, type Socket } from 'node:net';

let taken = 0;
let firstAt: number | undefined;
let lastAt = 0;
let wanted: number | undefined;

const endOfMessage = Buffer.from('\r\n.\r\n');

function talk(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  let pending: Buffer = Buffer.alloc(0);
  let inMessage = false;
  socket.write('220 sink.test\r\n');
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const end = inMessage ? pending.indexOf(endOfMessage) : pending.indexOf('\r\n');
      if (end < 0) return;
      const line = inMessage ? '' : pending.toString('latin1', 0, 4).toUpperCase();
      pending = pending.subarray(end + (inMessage ? endOfMessage.length : 2));
      if (inMessage) {
        inMessage = false;
        count();
        socket.write('250 taken\r\n');
      } else if (line === 'DATA') {
        inMessage = true;
        socket.write('354 go on\r\n');
      } else if (line === 'QUIT') {
        socket.end('221 bye\r\n');
      } else {
        if (line === 'MAIL') firstAt ??= Date.now();
        socket.write('250 fine\r\n');
      }
    }
  });
}

function count(): void {
  taken += 1;
  lastAt = Date.now();
  answerIfReached();
}

function answerIfReached(): void {
  if (wanted !== undefined && taken >= wanted) {
    process.send?.({ taken, firstAt, lastAt });
    wanted = undefined;
  }
}

process.on('message', (expected: number | { sinceThen: number }) => {
  if (typeof expected === 'number') {
    taken = 0;
    firstAt = undefined;
    wanted = expected;
    process.send?.('waiting');
  } else {
    wanted = expected.sinceThen;
    answerIfReached();
  }
});
process.on('disconnect', () => process.exit());

const server = createServer(talk).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
