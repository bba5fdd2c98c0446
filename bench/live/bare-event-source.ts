// What the way of a live event is measured beside: a process that sends each POST on to all who listen, and knows
// nothing of sessions, rows or transactions.
import { createServer, type ServerResponse } from 'node:http';

const listeners = new Set<ServerResponse>();

const server = createServer((request, response) => {
  if (request.method === 'POST') {
    request.resume();
    for (const listener of listeners) listener.write('data: {}\n\n');
    response.end('sent');
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(':\n\n');
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  process.send?.({ url: `http://127.0.0.1:${address.port}` });
});

process.on('disconnect', () => process.exit());
