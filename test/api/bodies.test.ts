import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problemOf, type ApiClient } from '../support/api-client.ts';
import type { Team } from '../support/factories.ts';
import { callRoute, outcomeOf, routeRows } from '../support/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let client: ApiClient;
let team: Team;

const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ requestBody: z.unknown().optional() }))),
});

/** What the server's own list says takes a body. */
let routes: { method: string; path: string }[] = [];

beforeAll(async () => {
  team = await server().world.team();
  client = await server().as(team.owner);
  const { json } = await client.raw({ method: 'GET', path: '/openapi/v1.json' });
  routes = Object.entries(openApi.parse(json).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { requestBody }]) => requestBody !== undefined)
      .map(([method]) => ({
        method: method.toUpperCase(),
        path: path
          .replace('{organizationId}', team.organizationId)
          .replace('{memberId}', team.agent.memberId)
          .replace(/\{\w+\}/, '00000000-0000-7000-8000-000000000000'),
      })),
  );
});

test('there are as many as there should be', () => {
  expect(routes.length).toBeGreaterThanOrEqual(20);
});

test.each([
  ['text/plain', '{}'],
  ['application/x-www-form-urlencoded', 'a=b'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['text/json', '{}'],
])('every route refuses a body of type %s', async (contentType, body) => {
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body, headers: { 'Content-Type': contentType } });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([415, 'unsupported_media_type']);
  }
});

test.each([
  ['an unknown key', { surprise: true }],
  ['an array', []],
  ['a text', '"text"'],
  ['a number', '7'],
  ['no JSON', '{'],
])('every route refuses %s', async (_what, body) => {
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([422, 'validation_failed']);
  }
});

test.each(routeRows.filter(({ body }) => body !== undefined))(
  '$route refuses one key more than it knows, beside all that it needs',
  async ({ route, body }) => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    const ids = { ...team, memberId: team.agent.memberId, inviteId: unknown, unique: 'more' };
    const answer = await callRoute(client, { route, body: { ...Object(body), isOwner: true } }, ids);
    expect(outcomeOf(answer), answer.text).toBe('validation_failed');
    expect(answer.text).toContain('isOwner');
  },
);

test('every route refuses an array where a text belongs', async () => {
  const names = ['email', 'password', 'refreshToken', 'name', 'role', 'code', 'current', 'memberId'];
  for (const { method, path } of routes) {
    const body = Object.fromEntries(names.map((name) => [name, ['x']]));
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([422, 'validation_failed']);
  }
});

test('every route refuses more than a megabyte', async () => {
  const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([413, 'payload_too_large']);
  }
});
