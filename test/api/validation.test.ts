import { beforeAll, expect, test } from 'vitest';
import { listInvites } from '#contract/invite/api';
import { eventsPath } from '#contract/live/model';
import { problemBody } from '#contract/problem';
import { problemOf, type ApiClient, type RawRequest } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let client: ApiClient;
let organizationPath: string;

beforeAll(async () => {
  const team = await server().testData.team();
  client = await server().as(team.owner);
  organizationPath = `/api/organizations/${team.organizationId}`;
});

const at = (path: string) => path.replace('{organization}', organizationPath);

const good = { email: 'a@example.test', role: 'agent' };

test.each([
  ['an unknown key', { ...good, isOwner: true }, 'isOwner'],
  ['a key of another endpoint', { ...good, organizationId: 'x' }, 'organizationId'],
  ['a missing key', { role: 'agent' }, 'email'],
  ['a number for a string', { ...good, email: 7 }, 'email'],
  ['an array for a string', { ...good, email: ['a@example.test'] }, 'email'],
  ['an object for a string', { ...good, email: { $ne: null } }, 'email'],
  ['null for a string', { ...good, email: null }, 'email'],
  ['the role owner', { ...good, role: 'owner' }, 'role'],
  ['a role in another letter case', { ...good, role: 'Admin' }, 'role'],
  ['an empty address', { ...good, email: '' }, 'email'],
  ['a malformed address', { ...good, email: 'nobody' }, 'email'],
  ['two addresses', { ...good, email: 'a@example.test, b@example.test' }, 'email'],
  ['an address with a name', { ...good, email: 'A <a@example.test>' }, 'email'],
  ['a line break in an address', { ...good, email: 'a@example.test\r\nBcc: b@example.test' }, 'email'],
  ['an overlong address', { ...good, email: `${'a'.repeat(250)}@example.test` }, 'email'],
  ['a zero byte', { ...good, email: 'a\u0000@example.test' }, 'email'],
  ['an array for the body', [good], ''],
  ['a string for the body', '"a@example.test"', ''],
  ['null for the body', 'null', undefined],
])(
  'rejects an invite with %s and names the field',
  { tags: ['guard:unknown-keys'] },
  async (_what, body, path) => {
    const answer = await client.raw({ method: 'POST', path: at('{organization}/invites'), body });
    expect([answer.status, problemOf(answer)]).toEqual([422, 'validation_failed']);
    const { errors = [] } = problemBody.parse(answer.json);
    if (path !== undefined && path !== '') {
      expect(
        errors.map((error) => error.path).join(' ') + errors.map(({ message }) => message).join(' '),
      ).toContain(path);
    }
    expect(
      (await client.call(listInvites, { params: { organizationId: organizationPath.split('/')[3] ?? '' } }))
        .total,
    ).toBe(0);
  },
);

const refused: [string, RawRequest][] = [
  [
    'an unknown key in a sign-in',
    { method: 'POST', path: '/api/auth/login', body: { email: 'a@b.test', password: 'x', admin: true } },
  ],
  [
    'a password that is an array',
    { method: 'POST', path: '/api/auth/login', body: { email: 'a@b.test', password: ['x'] } },
  ],
  [
    'an empty password',
    { method: 'POST', path: '/api/auth/login', body: { email: 'a@b.test', password: '' } },
  ],
  ['no refresh token', { method: 'POST', path: '/api/auth/refresh', body: {} }],
  [
    'a refresh token that is a number',
    { method: 'POST', path: '/api/auth/logout', body: { refreshToken: 1 } },
  ],
  ['an organization without a name', { method: 'POST', path: '/api/organizations', body: {} }],
  [
    'an organization with a blank name',
    { method: 'POST', path: '/api/organizations', body: { name: '   ' } },
  ],
  ['an overlong name', { method: 'POST', path: '/api/organizations', body: { name: 'n'.repeat(101) } }],
  [
    'a seat limit for a new organization',
    { method: 'POST', path: '/api/organizations', body: { name: 'n', maxSeats: 1000 } },
  ],
  [
    'a logo with a javascript: URL',
    { method: 'PATCH', path: '{organization}', body: { logoUrl: 'javascript:alert(1)' } },
  ],
  [
    'a logo over http',
    { method: 'PATCH', path: '{organization}', body: { logoUrl: 'http://example.test/a.png' } },
  ],
  ['an id in an edit', { method: 'PATCH', path: '{organization}', body: { id: 'x', name: 'n' } }],
  ['a string for reminders', { method: 'PATCH', path: '{organization}', body: { reminders: 'yes' } }],
  [
    'a string as the seat limit',
    { method: 'PUT', path: '{organization}/subscription', body: { maxSeats: '5' } },
  ],
  ['a negative seat limit', { method: 'PUT', path: '{organization}/subscription', body: { maxSeats: -1 } }],
  [
    'a fractional seat limit',
    { method: 'PUT', path: '{organization}/subscription', body: { maxSeats: 1.5 } },
  ],
  ['a missing seat limit', { method: 'PUT', path: '{organization}/subscription', body: {} }],
  ['a bulk invite without rows', { method: 'POST', path: '{organization}/invites/bulk', body: {} }],
  [
    'a bulk invite with an object for rows',
    { method: 'POST', path: '{organization}/invites/bulk', body: { invites: { 0: good } } },
  ],
  [
    'a bulk invite with an unknown key in a row',
    { method: 'POST', path: '{organization}/invites/bulk', body: { invites: [{ ...good, seat: 1 }] } },
  ],
  ['a body with a resend', { method: 'POST', path: '{organization}/invites/x/resend', body: { days: 70 } }],
  [
    'a body with a revocation',
    { method: 'POST', path: '{organization}/invites/x/revoke', body: { all: true } },
  ],
  ['an unknown query parameter', { method: 'GET', path: '{organization}/invites?state=open' }],
  ['an unknown status', { method: 'GET', path: '{organization}/invites?status=gone' }],
  ['an unknown sort', { method: 'GET', path: '{organization}/members?sort=password' }],
  ['a repeated query parameter', { method: 'GET', path: '{organization}/members?role=agent&role=admin' }],
  ['a malformed time', { method: 'GET', path: '{organization}/activity?from=yesterday' }],
  [
    'an unknown value for the invites of a removed member',
    { method: 'DELETE', path: '{organization}/members/x?invites=burn' },
  ],
  ['an overlong search', { method: 'GET', path: `/api/organizations?search=${'s'.repeat(201)}` }],
  ['an unknown role', { method: 'PATCH', path: '{organization}/members/x', body: { role: 'king' } }],
];

test.each(refused)('rejects %s', async (_what, request) => {
  const answer = await client.raw({ ...request, path: at(request.path) });
  expect([answer.status, problemOf(answer)]).toEqual([422, 'validation_failed']);
  const { errors } = problemBody.parse(answer.json);
  expect(errors?.length).toBeGreaterThan(0);
});

test.each([
  ['text/plain', '{"email":"a@example.test","role":"agent"}'],
  ['application/x-www-form-urlencoded', 'email=a%40example.test&role=agent'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['application/xml', '<email/>'],
  ['application/jsonp', '{}'],
  ['application/json-patch+json', '[]'],
  ['nonsense', '{}'],
])('rejects a body of type %s', async (contentType, body) => {
  const answer = await client.raw({
    method: 'POST',
    path: at('{organization}/invites'),
    body,
    headers: { 'Content-Type': contentType },
  });
  expect([answer.status, problemOf(answer)]).toEqual([415, 'unsupported_media_type']);
});

test('accepts JSON with a charset', async () => {
  const answer = await client.raw({
    method: 'POST',
    path: '/api/organizations',
    body: { name: 'With a charset' },
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
  expect(answer.status).toBe(201);
});

test.each(['{', '{"a":1}}', "{'a':1}", 'undefined', '{"__proto__":{"x":1}}'])(
  'rejects a body that is not JSON (%s)',
  async (body) => {
    const answer = await client.raw({ method: 'POST', path: '/api/organizations', body });
    expect([answer.status, problemOf(answer)]).toEqual([422, 'validation_failed']);
  },
);

test('rejects a body of more than a megabyte', async () => {
  const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
  const answer = await client.raw({ method: 'POST', path: '/api/organizations', body });
  expect([answer.status, problemOf(answer)]).toEqual([413, 'payload_too_large']);
});

test.each([
  '/api',
  '/api/nothing',
  '/api/organizations/x/y/z',
  '/nothing',
  '/api/organizations/%00',
  '/api/%ff',
])('answers not_found at %s', async (path) => {
  const answer = await client.raw({ method: 'GET', path });
  expect(answer.status).toBe(404);
  if (path.startsWith('/api')) expect(['not_found', 'organization_not_found']).toContain(problemOf(answer));
});

test('answers not_found for an unsupported method', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH']) {
    const answer = await client.raw({ method, path: '/api/organizations' });
    expect([answer.status, problemOf(answer)]).toEqual([404, 'not_found']);
  }
});

test('returns a request id with every response', async () => {
  const ids = new Set<string>();
  for (const path of ['/api/organizations', '/api/nothing', '/api/organizations?limit=0', '/healthz']) {
    const { headers } = await client.raw({ method: 'GET', path });
    ids.add(headers.get('x-request-id') ?? '');
  }
  expect(ids.size).toBe(4);
  expect(ids).not.toContain('');
});

test('sends no-store and the security headers with every response', async () => {
  const members = `${organizationPath}/members`;
  const nobody = server().anonymous;
  for (const [asking, path, status] of [
    [client, '/api/organizations', 200],
    [client, `${members}.csv`, 200],
    [client, `${members}?limit=0`, 422],
    [client, '/api/organizations/nonsense', 404],
    [nobody, members, 401],
    [nobody, eventsPath, 401],
  ] as const) {
    const answer = await asking.raw({ method: 'GET', path });
    expect(answer.status, path).toBe(status);
    expect(Object.fromEntries(answer.headers), path).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'SAMEORIGIN',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0',
    });
    expect(answer.headers.get('access-control-allow-origin'), path).toBeNull();
  }
});
