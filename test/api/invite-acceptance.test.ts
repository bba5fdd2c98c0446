import { beforeAll, expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, createInviteLink, getInvite, revokeInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { listMembers } from '#contract/member/api';
import { getSeats } from '#contract/seat/api';
import { signIn } from '#contract/session/api';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Team } from '../helpers/factories.ts';
import { codeIn, linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import type { WebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';
import { withSeatLock } from './with-seat-lock.ts';

const server = useServer();
let team: Team;
let client: ApiClient;
let params: { organizationId: string };

beforeAll(async () => {
  team = await server().testData.team({ name: 'Acme Support' });
  client = await server().as(team.admin);
  params = { organizationId: team.organizationId };
});

const newcomer = { firstName: 'Nina', lastName: 'New', password: 'a long enough password' };
const inviteOf = (inviteId: string) => client.call(getInvite, { params: { ...params, inviteId } });

async function invited(email: string, role: 'admin' | 'agent' = 'agent') {
  const invite = await client.call(createInvite, { params, body: { email, role } });
  return {
    invite,
    email,
    link: linkIn(await server().mailbox.next(email)),
    web: createWebClient(server().url),
  };
}

async function signedIn(person: { email: string; password: string }): Promise<WebClient> {
  const web = createWebClient(server().url);
  const answer = await web.post('/Account/Login', { email: person.email, password: person.password });
  expect(answer.status).toBe(303);
  return web;
}

test('registers an invitee through the emailed link as a signed-in member in one step', async () => {
  const { invite, email, link, web } = await invited('nina@example.test', 'admin');
  const before = await client.call(getSeats, { params });
  expect((await web.get(link)).status).toBe(200);
  const done = await web.post(`${link}/register`, { email, ...newcomer });
  expect(done.status).toBe(303);
  expect((await web.get('/Account')).text).toContain('Nina New');
  const { user } = await server().anonymous.call(signIn, { body: { email, password: newcomer.password } });
  expect(user).toMatchObject({ email, firstName: 'Nina', lastName: 'New', staff: false });
  const { items } = await client.call(listMembers, { params, query: { search: 'nina' } });
  expect(items).toMatchObject([{ userId: user.id, role: 'admin' }]);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted' });
  const seats = await client.call(getSeats, { params });
  expect(seats).toMatchObject({
    members: before.members + 1,
    pendingInvites: before.pendingInvites - 1,
    used: before.used,
  });
  const activity = await client.call(listActivity, { params, query: { limit: 2 } });
  expect(activity.items.map(({ type }) => type).toSorted()).toEqual(['invite.accepted', 'member.joined']);
  expect(server().mailbox.to(email)).toHaveLength(1);
});

test('takes the email from the invite and ignores the one in the form', async () => {
  const { invite, link, web } = await invited('real@example.test');
  const joined = await web.post(`${link}/register`, { ...newcomer, email: 'victim@example.test' });
  expect(joined.status).toBe(303);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted', email: 'real@example.test' });
  const { password } = newcomer;
  const nobody = await server().anonymous.refusal(signIn, {
    body: { email: 'victim@example.test', password },
  });
  expect(nobody.problem.code).toBe('invalid_credentials');
  const { user } = await server().anonymous.call(signIn, { body: { email: 'real@example.test', password } });
  expect(user.email).toBe('real@example.test');
});

test('rejects a form that names another invite than its URL', { tags: ['guard:form-fields'] }, async () => {
  const one = await invited('one@example.test');
  const other = await invited('other@example.test');
  const named = { token: other.link.split('/').at(-1) ?? '', inviteId: other.invite.id };
  for (const [name, value] of Object.entries(named)) {
    const refused = await one.web.post(`${one.link}/register`, { ...newcomer, [name]: value });
    expect(refused.status).toBe(422);
  }
  expect(await inviteOf(one.invite.id)).toMatchObject({ status: 'pending' });
  expect(await inviteOf(other.invite.id)).toMatchObject({ status: 'pending' });
});

test.each<[string, Partial<typeof newcomer>]>([
  ['a short password', { password: 'too short' }],
  ['a common password', { password: 'password1234' }],
  ['no first name', { firstName: ' ' }],
  ['a name without a letter', { lastName: '\u3164' }],
])('rejects a registration with %s and keeps the input except the password', async (what, change) => {
  const { invite, link, web } = await invited(`${what.replaceAll(' ', '-')}@example.test`);
  const refused = await web.post(`${link}/register`, { ...newcomer, lastName: 'Typed-Name', ...change });
  expect(refused.status).toBe(422);
  if (change.lastName === undefined) expect(refused.text).toContain('Typed-Name');
  expect(refused.text).not.toContain(change.password ?? newcomer.password);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'pending' });
});

test('accepts an invite only in the session of the invitee', async () => {
  const person = await server().testData.person({ email: 'has-account@example.test' });
  const { invite, link } = await invited(person.email);
  const anonymous = createWebClient(server().url);
  expect((await anonymous.post(`${link}/accept`)).status).toBe(403);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'pending' });
  const web = await signedIn(person);
  expect((await web.post(`${link}/accept`)).status).toBe(303);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted' });
  const { items } = await client.call(listMembers, { params, query: { search: 'has-account' } });
  expect(items).toMatchObject([{ userId: person.id, role: 'agent' }]);
});

test('declining an invite creates no member and frees the seat', async () => {
  const person = await server().testData.person({ email: 'declines@example.test' });
  const { invite, link } = await invited(person.email);
  const before = await client.call(getSeats, { params });
  const web = await signedIn(person);
  expect((await web.post(`${link}/decline`)).status).toBe(303);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'declined' });
  expect(await client.call(getSeats, { params })).toMatchObject({
    used: before.used - 1,
    members: before.members,
  });
  expect((await web.post(`${link}/accept`)).status).toBe(410);
});

test('rejects every form of an account other than the invitee', async () => {
  const other = await server().testData.person();
  const { invite, link } = await invited('only-me@example.test');
  const web = await signedIn(other);
  const page = await web.get(link);
  expect(page.text).toContain('only-me@example.test');
  expect(page.text).toContain(other.email);
  for (const act of ['accept', 'decline', 'register']) {
    expect((await web.post(`${link}/${act}`, newcomer)).status, act).toBe(403);
  }
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'pending', openedAt: null });
});

test('does not change an invite on GET or HEAD', { tags: ['guard:opened-by-a-person'] }, async () => {
  const { invite, link, web } = await invited('scanned@example.test');
  const before = await inviteOf(invite.id);
  for (const path of ['', '/register', '/accept', '/decline', '/code']) {
    await web.get(`${link}${path}`);
    await fetch(`${link}${path}`, { method: 'HEAD', redirect: 'manual' });
  }
  expect(await inviteOf(invite.id)).toMatchObject({ status: before.status, openedAt: null });
});

test('answers each ended or unknown invite with its status code', async () => {
  const { testData } = server();
  const web = createWebClient(server().url);
  expect((await web.get('/support/invite/no-such-token')).status).toBe(404);
  for (const [status, code] of [
    ['accepted', 200],
    ['declined', 410],
    ['revoked', 410],
    ['expired', 410],
  ] as const) {
    const { invite, link } = await invited(`end-${status}@example.test`);
    if (status === 'expired') await testData.age(invite.id, inviteLifetimeMs);
    else
      await testData.database.pool.query('update invites set status = $2, ended_at = now() where id = $1', [
        invite.id,
        status,
      ]);
    expect((await web.get(link)).status, status).toBe(code);
    const posted = await web.post(`${link}/register`, newcomer);
    expect([409, 410], status).toContain(posted.status);
    const forged = `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`;
    expect((await web.get(forged)).status).toBe(404);
  }
});

test('accepts an invite shortly before its expiry and rejects it afterwards', async () => {
  const { testData } = server();
  const [early, late] = [await invited('last-second@example.test'), await invited('too-late@example.test')];
  await testData.age(early.invite.id, inviteLifetimeMs - 20_000);
  await testData.age(late.invite.id, inviteLifetimeMs);
  expect((await early.web.post(`${early.link}/register`, newcomer)).status).toBe(303);
  expect((await late.web.post(`${late.link}/register`, newcomer)).status).toBe(410);
  expect(await inviteOf(late.invite.id)).toMatchObject({ status: 'expired' });
});

test('requires an emailed code to register through a copied link', async () => {
  const { mailbox } = server();
  const { invite, email, web } = await invited('copied@example.test');
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } });
  expect((await web.post(`${url}/register`, newcomer)).status).toBe(422);
  expect((await web.post(`${url}/register`, { ...newcomer, code: '000000' })).status).toBe(422);
  expect(mailbox.to(email)).toHaveLength(1);
  expect((await web.post(`${url}/code`)).status).toBe(303);
  const code = codeIn(await mailbox.next(email));
  const wrong = code === '123456' ? '654321' : '123456';
  expect((await web.post(`${url}/register`, { ...newcomer, code: wrong })).status).toBe(422);
  expect((await web.post(`${url}/register`, { ...newcomer, code })).status).toBe(303);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted' });
});

test('limits a code to five attempts and ten minutes, and sends another after a minute', async () => {
  const { testData, mailbox } = server();
  const { invite, email, web } = await invited('tries@example.test');
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } });
  await web.post(`${url}/code`);
  const first = codeIn(await mailbox.next(email));
  const soon = await web.post(`${url}/code`);
  expect(soon.status).toBe(429);
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
  const wrong = first === '123456' ? '654321' : '123456';
  for (let tries = 0; tries < 5; tries += 1) await web.post(`${url}/register`, { ...newcomer, code: wrong });
  expect((await web.post(`${url}/register`, { ...newcomer, code: first })).status).toBe(422);

  await testData.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  await web.post(`${url}/code`);
  const second = codeIn(await mailbox.next(email));
  await testData.database.pool.query(
    `update invite_codes set expires_at = expires_at - interval '601 seconds'`,
  );
  const expired = await web.post(`${url}/register`, { ...newcomer, code: second });
  expect(expired.status).toBe(422);
  expect(expired.text).toContain('That code has expired. Request a new one.');

  await testData.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  await web.post(`${url}/code`);
  const third = codeIn(await mailbox.next(email));
  expect((await web.post(`${url}/register`, { ...newcomer, code: third })).status).toBe(303);
});

test('counts codes apart from invites', { tags: ['guard:codes-apart'] }, async () => {
  const { testData, mailbox } = server();
  const { invite, email, web } = await invited('uncounted@example.test');
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } });
  const count = (scope: string, subject: string, used: number) =>
    testData.database.pool.query(
      `insert into send_counters (scope, subject, hour, count) values ($1, $2, date_trunc('hour', now()), $3)
       on conflict (scope, subject, hour) do update set count = excluded.count`,
      [scope, subject, used],
    );
  // As if other organizations had used up all invites to this address.
  await count('recipient', email, 20);
  expect((await web.post(`${url}/code`)).status).toBe(303);
  codeIn(await mailbox.next(email));

  await count('codes of organization', `${params.organizationId} ${email}`, 10);
  await testData.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  const refused = await web.post(`${url}/code`);
  expect(refused.status).toBe(429);
  expect(refused.text.replaceAll('&#39;', "'")).toContain(
    "You've requested too many codes today. Try again tomorrow.",
  );
});

test('accepts a code as people paste it, and takes no try for a replaced one', async () => {
  const { testData, mailbox } = server();
  const { invite, email, web } = await invited('pasted@example.test');
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } });
  await web.post(`${url}/code`);
  const first = codeIn(await mailbox.next(email));
  await testData.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  await web.post(`${url}/code`);
  const second = codeIn(await mailbox.next(email));
  const wrong = ['123456', '654321', '111111'].find((code) => code !== first && code !== second) ?? '';
  const refused = async (code: string) =>
    (await web.post(`${url}/register`, { ...newcomer, code })).text.replaceAll('&#39;', "'");
  if (first !== second) {
    expect(await refused(first)).toContain(
      'That code has been replaced. Enter the one from our latest email.',
    );
  }
  expect(await refused(wrong)).toContain("That code isn't right. 4 tries left.");
  // Full-width digits, a no-break space, a hyphen.
  const fullWidth = second.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const pasted = `\u{a0}${fullWidth.slice(0, 3)}-${fullWidth.slice(3)} `;
  expect((await web.post(`${url}/register`, { ...newcomer, code: pasted })).status).toBe(303);
});

test('counts a wrong code, and refuses it before the password is hashed', async () => {
  const { mailbox } = server();
  const { invite, email, web } = await invited('guesses@example.test');
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } });
  await web.post(`${url}/code`);
  const code = codeIn(await mailbox.next(email));
  const wrong = code === '123456' ? '654321' : '123456';
  const tries = await Promise.all(
    Array.from({ length: 20 }, () => web.post(`${url}/register`, { ...newcomer, code: wrong })),
  );
  expect(tries.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 422));
  const right = await web.post(`${url}/register`, { ...newcomer, code });
  expect(right.text).toContain('Too many tries: request a new code.');
});

test('accepts a code only for the invite that it was emailed for', async () => {
  const { mailbox } = server();
  const [one, two] = [await invited('code-one@example.test'), await invited('code-two@example.test')];
  const urls = [];
  for (const { invite } of [one, two]) {
    urls.push((await client.call(createInviteLink, { params: { ...params, inviteId: invite.id } })).url);
  }
  const [urlOne = '', urlTwo = ''] = urls;
  await one.web.post(`${urlOne}/code`);
  await two.web.post(`${urlTwo}/code`);
  const codes = [codeIn(await mailbox.next(one.email)), codeIn(await mailbox.next(two.email))];
  if (codes[0] !== codes[1]) {
    expect((await one.web.post(`${urlOne}/register`, { ...newcomer, code: codes[1] ?? '' })).status).toBe(
      422,
    );
  }
  expect((await one.web.post(`${urlOne}/register`, { ...newcomer, code: codes[0] ?? '' })).status).toBe(303);
});

type Action = 'accepted' | 'declined' | 'revoked';

test.each<[Action[]]>([
  [['accepted', 'declined']],
  [['declined', 'accepted']],
  [['accepted', 'revoked']],
  [['revoked', 'accepted']],
  [['declined', 'revoked']],
  [['revoked', 'declined']],
  [['accepted', 'declined', 'revoked']],
])(
  'lets only the first of several actions on an invite at the same time win: %j',
  { tags: ['guard:answer-needs-open-invite'] },
  async (actions) => {
    const person = await server().testData.person();
    const [{ invite, link }, web] = await Promise.all([invited(person.email), signedIn(person)]);
    const isDone: Record<Action, () => Promise<boolean>> = {
      accepted: async () => (await web.post(`${link}/accept`)).status === 303,
      declined: async () => (await web.post(`${link}/decline`)).status === 303,
      revoked: () =>
        client.call(revokeInvite, { params: { ...params, inviteId: invite.id } }).then(
          () => true,
          () => false,
        ),
    };
    const before = await client.call(getSeats, { params });
    const answers: Promise<boolean>[] = [];
    await withSeatLock(server().testData, team.organizationId, async (waitFor) => {
      for (const action of actions) {
        answers.push(isDone[action]());
        await waitFor(answers.length);
      }
    });
    // All of them found the invite open before the lock; under it the first alone does.
    expect(await Promise.all(answers)).toEqual(actions.map((_action, index) => index === 0));
    expect(await inviteOf(invite.id)).toMatchObject({ status: actions[0] });
    const seats = await client.call(getSeats, { params });
    expect(seats.members - before.members).toBe(actions[0] === 'accepted' ? 1 : 0);
    expect(seats.pendingInvites).toBe(before.pendingInvites - 1);
  },
);

test('creates one account and one member for concurrent registrations, and signs in whose password it is', async () => {
  const { link, email, invite } = await invited(`doubled-${crypto.randomUUID()}@example.test`);
  const passwords = [newcomer.password, newcomer.password, 'another long password', 'a third long password'];
  const answers = await Promise.all(
    passwords.map((password) =>
      createWebClient(server().url).post(`${link}/register`, { ...newcomer, password }),
    ),
  );
  // The first of them creates the account; what has its password is a second click, and everything else is refused.
  const statusOf = await Promise.all(
    passwords.map(async (password) => {
      const attempt = server().anonymous.call(signIn, { body: { email, password } });
      return attempt.then(
        () => 303,
        () => 409,
      );
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(statusOf);
  expect(new Set(passwords.filter((_password, index) => statusOf[index] === 303)).size).toBe(1);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted' });
  const { items } = await client.call(listMembers, { params, query: { search: email } });
  expect(items).toMatchObject([{ email }]);
});

test('rejects a form from another site', async () => {
  const { invite, link, web } = await invited('csrf@example.test');
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.test' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
  ];
  for (const headers of foreign) {
    expect((await web.post(`${link}/register`, newcomer, headers)).status).toBe(403);
  }
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'pending' });
  const own = await web.post(`${link}/register`, newcomer, {
    Origin: server().url,
    'Sec-Fetch-Site': 'same-origin',
  });
  expect(own.status).toBe(303);
});
