import { expect, test } from 'vitest';
import { bulkInvite } from '#contract/invite/api';
import { problemOf } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const someId = '01a204a9-2d99-767a-9055-41f2288c4479';
const cursor = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');

test.each([
  [
    'a fraction as a count',
    '/api/organizations',
    { sort: 'pending', cursor: cursor('pending', 1.5, someId) },
  ],
  ['a count too large', '/api/organizations', { sort: 'pending', cursor: cursor('pending', 1e30, someId) }],
  ['a year before the first', ':/invites', { cursor: cursor('created', '0000-01-01T00:00:00.000Z', someId) }],
  ['a time before the first year', ':/activity', { from: '0000-01-01T00:00:00Z' }],
  ['a time after the last year', ':/activity', { to: '9999-12-31T23:59:59-12:00' }],
  ['an export from before the first year', ':/activity.csv', { from: '0000-01-01T00:00:00Z' }],
  ['a history up to after the last year', ':/seats/history', { to: '9999-12-31T23:59:59-12:00' }],
  [
    'a history of the first year',
    ':/seats/history',
    { from: '0000-01-01T00:00:00Z', to: '0000-02-01T00:00:00Z' },
  ],
])('rejects %s with validation_failed', async (_what, path, query) => {
  const team = await server().testData.team();
  const client = await server().as(team.owner);
  const at = path.replace(':', `/api/organizations/${team.organizationId}`);
  const answer = await client.raw({ method: 'GET', path: `${at}?${new URLSearchParams(query).toString()}` });
  expect([answer.status, problemOf(answer)]).toEqual([422, 'validation_failed']);
});

test('returns an empty last page of activity for a cursor before all entries', async () => {
  const team = await server().testData.team();
  const client = await server().as(team.owner);
  const path = `/api/organizations/${team.organizationId}/activity?cursor=${cursor('at', '-infinity', someId)}`;
  const answer = await client.raw({ method: 'GET', path });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { items: [], nextCursor: null }]);
});

test('rejects only the rows of a bulk invite that cannot be stored, also with an idempotency key', async () => {
  const { organizationId, owner } = await server().testData.team();
  const client = await server().as(owner);
  const body = {
    invites: ['\ud800', '\u0000', 'fine@example.test'].map((email) => ({ email, role: 'agent' })),
  };
  const { results } = await client.call(bulkInvite, {
    params: { organizationId },
    body,
    headers: { 'Idempotency-Key': 'odd' },
  });
  expect(results.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'invited']);
});
