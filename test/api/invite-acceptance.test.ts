import { beforeAll, expect, test } from 'vitest';
import { listActivity } from '#contract/activity';
import { createInvite, createInviteLink, getInvite, inviteLifetimeMs, revokeInvite } from '#contract/invite';
import { listMembers } from '#contract/member';
import { getSeats } from '#contract/seat';
import { login } from '#contract/session';
import type { ApiClient } from '../support/api-client.ts';
import type { Team } from '../support/factories.ts';
import { codeIn, linkIn } from '../support/mailbox.ts';
import { createWebClient, type WebClient } from '../support/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let team: Team;
let client: ApiClient;
let params: { organizationId: string };

beforeAll(async () => {
  team = await server().world.team({ name: 'Acme Support' });
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

test('somebody new registers through the mailed link and is a member, signed in, in one step', async () => {
  const { invite, email, link, web } = await invited('nina@example.test', 'admin');
  const before = await client.call(getSeats, { params });
  expect((await web.get(link)).status).toBe(200);
  const done = await web.post(`${link}/register`, { email, ...newcomer });
  expect(done.status).toBe(303);
  expect((await web.get('/Account')).text).toContain('Nina New');
  const { user } = await server().anonymous.call(login, { body: { email, password: newcomer.password } });
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

test('the address comes from the invite, whatever the form says', async () => {
  const { invite, link, web } = await invited('real@example.test');
  const joined = await web.post(`${link}/register`, { ...newcomer, email: 'victim@example.test' });
  expect(joined.status).toBe(303);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted', email: 'real@example.test' });
  const { password } = newcomer;
  const nobody = await server().anonymous.refusal(login, {
    body: { email: 'victim@example.test', password },
  });
  expect(nobody.problem.code).toBe('invalid_credentials');
  const { user } = await server().anonymous.call(login, { body: { email: 'real@example.test', password } });
  expect(user.email).toBe('real@example.test');
});

test('a form that names another invite than its address is refused', async () => {
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
  ['no last name', { lastName: '' }],
])('%s is refused, and what was typed is still there, the password apart', async (what, change) => {
  const { invite, link, web } = await invited(`${what.replaceAll(' ', '-')}@example.test`);
  const refused = await web.post(`${link}/register`, { ...newcomer, lastName: 'Typed-Name', ...change });
  expect(refused.status).toBe(422);
  if (change.lastName === undefined) expect(refused.text).toContain('Typed-Name');
  expect(refused.text).not.toContain(change.password ?? newcomer.password);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'pending' });
});

test('somebody with an account accepts when signed in as the invitee', async () => {
  const person = await server().world.person({ email: 'has-account@example.test' });
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

test('a member from the start: one who was declined is none, and the seat is free', async () => {
  const person = await server().world.person({ email: 'declines@example.test' });
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

test('the wrong account changes nothing, whatever it posts', async () => {
  const other = await server().world.person();
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

test('a GET or HEAD never changes what an invite is', async () => {
  const { invite, link, web } = await invited('scanned@example.test');
  const before = await inviteOf(invite.id);
  for (const path of ['', '/register', '/accept', '/decline', '/code']) {
    await web.get(`${link}${path}`);
    await fetch(`${link}${path}`, { method: 'HEAD', redirect: 'manual' });
  }
  expect(await inviteOf(invite.id)).toMatchObject({ status: before.status, openedAt: null });
});

test('every dead end has its status', async () => {
  const { world } = server();
  const web = createWebClient(server().url);
  expect((await web.get('/support/invite/no-such-token')).status).toBe(404);
  for (const [status, code] of [
    ['accepted', 200],
    ['declined', 410],
    ['revoked', 410],
    ['expired', 410],
  ] as const) {
    const { invite, link } = await invited(`end-${status}@example.test`);
    if (status === 'expired') await world.age(invite.id, inviteLifetimeMs);
    else
      await world.database.pool.query('update invites set status = $2, ended_at = now() where id = $1', [
        invite.id,
        status,
      ]);
    expect((await web.get(link)).status, status).toBe(code);
    const posted = await web.post(`${link}/register`, newcomer);
    expect([409, 410], status).toContain(posted.status);
    expect((await web.get(`${link}x`)).status).toBe(404);
  }
});

test('an invite is good until its last millisecond and dead in the next', async () => {
  const { world } = server();
  const [early, late] = [await invited('last-second@example.test'), await invited('too-late@example.test')];
  await world.age(early.invite.id, inviteLifetimeMs - 5_000);
  await world.age(late.invite.id, inviteLifetimeMs);
  expect((await early.web.post(`${early.link}/register`, newcomer)).status).toBe(303);
  expect((await late.web.post(`${late.link}/register`, newcomer)).status).toBe(410);
  expect(await inviteOf(late.invite.id)).toMatchObject({ status: 'expired' });
});

test('a copied link proves no mailbox: registering through it takes the code that is mailed to the address', async () => {
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

test('a code has five tries and ten minutes, and another one can be had after a minute', async () => {
  const { world, mailbox } = server();
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

  await world.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  await web.post(`${url}/code`);
  const second = codeIn(await mailbox.next(email));
  await world.database.pool.query(`update invite_codes set expires_at = expires_at - interval '601 seconds'`);
  expect((await web.post(`${url}/register`, { ...newcomer, code: second })).status).toBe(422);

  await world.database.pool.query(`update invite_codes set sent_at = sent_at - interval '61 seconds'`);
  await web.post(`${url}/code`);
  const third = codeIn(await mailbox.next(email));
  expect((await web.post(`${url}/register`, { ...newcomer, code: third })).status).toBe(303);
});

test("a code serves the invite that it was mailed for, and no other's link", async () => {
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

test('of accepting, declining and revoking at once exactly one wins', async () => {
  for (let round = 0; round < 10; round += 1) {
    const person = await server().world.person({ email: `torn-${round}@example.test` });
    const [{ invite, link }, web] = await Promise.all([invited(person.email), signedIn(person)]);
    const before = await client.call(getSeats, { params });
    const [accepted, declined, revoked] = await Promise.all([
      web.post(`${link}/accept`).then(({ status }) => status === 303),
      web.post(`${link}/decline`).then(({ status }) => status === 303),
      client.call(revokeInvite, { params: { ...params, inviteId: invite.id } }).then(
        () => true,
        () => false,
      ),
    ]);
    const { status } = await inviteOf(invite.id);
    expect({ accepted, declined, revoked }).toEqual({
      accepted: status === 'accepted',
      declined: status === 'declined',
      revoked: status === 'revoked',
    });
    const seats = await client.call(getSeats, { params });
    expect(seats.members - before.members).toBe(accepted ? 1 : 0);
    expect(seats.pendingInvites).toBe(before.pendingInvites - 1);
  }
});

test('two who register at once make one account and one member', async () => {
  const { link, email, invite } = await invited('doubled@example.test');
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => createWebClient(server().url).post(`${link}/register`, newcomer)),
  );
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(await inviteOf(invite.id)).toMatchObject({ status: 'accepted' });
  const { items } = await client.call(listMembers, { params, query: { search: 'doubled' } });
  expect(items).toMatchObject([{ email }]);
});

test('a form from another site is refused', async () => {
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
