import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { problemOf, type ApiClient } from '../helpers/api-client.ts';
import type { Team } from '../helpers/factories.ts';
import { callRoute, resultOf, routeRows } from '../helpers/route-table.ts';
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
  team = await server().testData.team();
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

test('finds at least twenty routes with a body', () => {
  expect(routes.length).toBeGreaterThanOrEqual(20);
});

test.each([
  ['text/plain', '{}'],
  ['application/x-www-form-urlencoded', 'a=b'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['text/json', '{}'],
])('rejects a body of type %s on every route', { tags: ['guard:json-only'] }, async (contentType, body) => {
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body, headers: { 'Content-Type': contentType } });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([415, 'unsupported_media_type']);
  }
});

test.each([
  ['an unknown key', { surprise: true }],
  ['an array', []],
  ['a string', '"text"'],
  ['a number', '7'],
  ['malformed JSON', '{'],
])('rejects %s as the body on every route', async (_what, body) => {
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([422, 'validation_failed']);
  }
});

test.each(routeRows.filter(({ body }) => body !== undefined))(
  'rejects an unknown key beside the required ones: $route',
  { tags: ['guard:body-keys'] },
  async ({ route, body }) => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    const ids = { ...team, memberId: team.agent.memberId, inviteId: unknown, unique: 'more' };
    const answer = await callRoute(client, { route, body: { ...Object(body), isOwner: true } }, ids);
    expect(resultOf(answer), answer.text).toBe('validation_failed');
    expect(answer.text).toContain('isOwner');
  },
);

test('rejects an array in place of a string on every route', async () => {
  const names = ['email', 'password', 'refreshToken', 'name', 'role', 'code', 'current', 'memberId'];
  for (const { method, path } of routes) {
    const body = Object.fromEntries(names.map((name) => [name, ['x']]));
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([422, 'validation_failed']);
  }
});

test('rejects a body of more than a megabyte on every route', { tags: ['guard:body-limit'] }, async () => {
  // So long that it is still being sent when the answer comes. The sender has to see the answer all the same.
  const body = JSON.stringify({ name: 'x'.repeat(8 * 1024 * 1024) });
  for (const { method, path } of routes) {
    const answer = await client.raw({ method, path, body });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([413, 'payload_too_large']);
  }
});
