import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { Problem } from '../platform/errors/problem.ts';
import { refuseOldApps } from './version-routes.ts';

/** What a server of release 0.5.0 says to a caller. */
async function answerTo(headers: Record<string, string>): Promise<unknown> {
  const app = fastify();
  app.setErrorHandler((error, _request, reply) =>
    error instanceof Problem ? reply.code(error.status).send(error.toBody()) : reply.send(error),
  );
  refuseOldApps(app, '0.5.0');
  app.get('/api/me', () => ({ code: 'served' }));
  const answer = await app.inject({ url: '/api/me', headers });
  await app.close();
  return { status: answer.statusCode, code: answer.json<{ code: string }>().code };
}

const refused = { status: 403, code: 'app_too_old' };
const served = { status: 200, code: 'served' };

it.each([
  [{ 'FastLinkIt-App': '0.2.9' }, refused],
  [{ 'FastLinkIt-App': '0.3.0' }, served],
  [{ 'FastLinkIt-App': '0.5.0' }, served],
  [{ 'FastLinkIt-App': '1.0.0' }, served],
  [{ 'User-Agent': 'FastLinkIt-Admin/0.1.0 (Linux)' }, refused],
  [{ 'User-Agent': 'FastLinkIt-Admin/0.1.0 (Linux)', 'FastLinkIt-App': '0.4.0' }, served],
  [{ 'User-Agent': 'curl/8.0' }, served],
  [{ 'User-Agent': 'curl/8.0', 'FastLinkIt-App': 'unreadable' }, served],
] as [Record<string, string>, typeof refused][])(
  'answers a caller with %j by %j',
  async (headers, expected) => {
    expect(await answerTo(headers)).toEqual(expected);
  },
);
