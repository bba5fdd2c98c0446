import { z } from 'zod';
import { problemOf, type ApiClient, type RawAnswer } from './api-client.ts';

/** The status of a success, or the problem code of a rejection. */
export type RouteResult = number | string;

/** What a route answers each kind of caller. */
export interface RouteRow {
  /** As the server's own list of routes has it. */
  route: string;
  body?: unknown;
  owner: RouteResult;
  admin: RouteResult;
  agent: RouteResult;
  staff: RouteResult;
  outsider: RouteResult;
}

const seen = { owner: 200, admin: 200, agent: 200, staff: 200, outsider: 'organization_not_found' };
const managed = { ...seen, agent: 'forbidden' };
const anybody = { owner: 200, admin: 200, agent: 200, staff: 200, outsider: 200 };

/** "Who may do what" of the API, route by route. */
export const routeRows: readonly RouteRow[] = [
  { route: 'GET /api/me', ...anybody },
  { route: 'GET /api/organizations', ...anybody },
  {
    route: 'POST /api/organizations',
    body: { name: 'New' },
    owner: 201,
    admin: 201,
    agent: 201,
    staff: 201,
    outsider: 201,
  },
  { route: 'GET /api/organizations/{organizationId}', ...seen },
  { route: 'PATCH /api/organizations/{organizationId}', body: { name: 'Edited' }, ...managed },
  { route: 'GET /api/organizations/{organizationId}/seats', ...seen },
  {
    route: 'PUT /api/organizations/{organizationId}/subscription',
    body: { maxSeats: 50 },
    owner: 'forbidden',
    admin: 'forbidden',
    agent: 'forbidden',
    staff: 200,
    outsider: 'organization_not_found',
  },
  { route: 'GET /api/organizations/{organizationId}/members', ...managed },
  {
    route: 'PATCH /api/organizations/{organizationId}/members/{memberId}',
    body: { role: 'admin' },
    ...managed,
  },
  {
    route: 'DELETE /api/organizations/{organizationId}/members/{memberId}',
    owner: 204,
    admin: 204,
    agent: 'forbidden',
    staff: 204,
    outsider: 'organization_not_found',
  },
  { route: 'GET /api/organizations/{organizationId}/invites', ...managed },
  {
    route: 'POST /api/organizations/{organizationId}/invites',
    body: { email: 'fresh@example.test', role: 'agent' },
    ...managed,
    owner: 201,
    admin: 201,
    staff: 201,
  },
  {
    route: 'POST /api/organizations/{organizationId}/invites/bulk',
    body: { invites: [{ email: 'bulk@example.test', role: 'agent' }] },
    ...managed,
  },
  {
    route: 'POST /api/organizations/{organizationId}/invites/check',
    body: { emails: ['fresh@example.test'] },
    ...managed,
  },
  { route: 'GET /api/organizations/{organizationId}/invites/{inviteId}', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/resend', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/revoke', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/link', ...managed },
  {
    route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/swap',
    body: { email: 'swapped@example.test', role: 'agent' },
    ...managed,
    owner: 201,
    admin: 201,
    staff: 201,
  },
  {
    route: 'POST /api/organizations/{organizationId}/ownership',
    body: { memberId: '{memberId}', password: 'correct horse battery' },
    ...managed,
    admin: 'forbidden',
    staff: 'forbidden',
  },
  { route: 'GET /api/organizations/{organizationId}/members.csv', ...managed },
  { route: 'GET /api/organizations/{organizationId}/activity', ...managed },
  { route: 'GET /api/organizations/{organizationId}/activity.csv', ...managed },
  { route: 'GET /api/organizations/{organizationId}/seats/history', ...seen },
];

/** Routes that the table has nothing to say of: they are tested where they belong. */
export const routesApart: readonly string[] = [
  'GET /api/version',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/auth/logout',
  'POST /api/auth/password',
  'POST /api/auth/forgot',
  'GET /api/events',
  // The caller's own data.
  'GET /api/inbox',
  'GET /api/sessions',
  'DELETE /api/sessions',
  'DELETE /api/sessions/{sessionId}',
  'GET /api/api-keys',
  'POST /api/api-keys',
  'DELETE /api/api-keys/{apiKeyId}',
  'GET /api/totp',
  'POST /api/totp',
  'POST /api/totp/confirm',
  'DELETE /api/totp',
];

/** Who calls, beside nobody. */
export const routeRoles = ['owner', 'admin', 'agent', 'staff', 'outsider'] as const;
export type RouteRole = (typeof routeRoles)[number];

const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** All routes that the server itself says it has, as in `GET /api/me`. */
export async function servedRoutes(client: ApiClient): Promise<string[]> {
  const { json } = await client.raw({ method: 'GET', path: '/openapi/v1.json' });
  return Object.entries(openApi.parse(json).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** The pages' forms, which the API's description leaves out. */
const pageForms = ['register', 'accept', 'decline', 'code'].map(
  (action) => `POST /support/invite/x/${action}`,
);

/** All routes that take a body, by the server's own word, with ids that nothing has. */
export async function routesWithBody(client: ApiClient): Promise<string[]> {
  const routes = (await servedRoutes(client)).filter((route) => /^(?:POST|PUT|PATCH|DELETE) /.test(route));
  const accountForms = ['Login', 'Login/Code', 'Logout', 'ForgotPassword', 'ResetPassword'];
  return [
    ...routes.map((route) => route.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000')),
    ...accountForms.map((form) => `POST /Account/${form}`),
    ...pageForms,
  ];
}

/** What stands in a route's place for each id. */
export interface RouteIds {
  organizationId: string;
  memberId: string;
  inviteId: string;
  /** Goes into the addresses of a body, which are mailed only so often. */
  unique: string;
}

/** Calls a route of the table with these ids. */
export function callRoute(
  client: ApiClient,
  { route, body }: Pick<RouteRow, 'route' | 'body'>,
  ids: RouteIds,
): Promise<RawAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: Exclude<keyof RouteIds, 'unique'>) => ids[name]);
  const filled =
    body === undefined ? {} : { body: fill(JSON.stringify(body)).replace('@', `-${ids.unique}@`) };
  return client.raw({ method, path: fill(path), ...filled });
}

export const resultOf = (answer: RawAnswer): RouteResult =>
  answer.status < 400 ? answer.status : problemOf(answer);
