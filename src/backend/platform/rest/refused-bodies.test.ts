import { Readable } from 'node:stream';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { answerRefusedBodies } from './refused-bodies.ts';

const megabyte = 1024 * 1024;

async function refuse(headers: Record<string, string>) {
  const app = fastify({ bodyLimit: megabyte });
  answerRefusedBodies(app);
  app.post('/', async () => 'taken');
  return app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/json', ...headers },
    // A stream: of a text the length would be sent, too.
    payload: Readable.from([JSON.stringify('x'.repeat(2 * megabyte))]),
  });
}

it('leaves the connection open for the rest of a body that is refused', async () => {
  const answer = await refuse({ 'content-length': String(16 * megabyte) });
  expect(answer.statusCode).toBe(413);
  expect(answer.headers.connection).not.toBe('close');
});

it.each([
  ['says that it is longer than what is read anyway', { 'content-length': String(16 * megabyte + 1) }],
  ['does not say how long it is', { 'transfer-encoding': 'chunked' }],
])('closes the connection under a body that %s', async (_what, headers) => {
  const answer = await refuse(headers);
  expect(answer.statusCode).toBe(413);
  expect(answer.headers.connection).toBe('close');
});
