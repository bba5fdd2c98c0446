import { expect, test } from 'vitest';
import { createInvite, getInvite, resendInvite, revokeInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { changeMemberRole, listMembers, removeMember } from '#contract/member/api';
import { createOrganization, editOrganization } from '#contract/organization/api';
import { signOut } from '#contract/session/api';
import { setSubscription } from '#contract/seat/api';
import { problemBody } from '#contract/problem';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { openEventStream, requestEvents, type EventStreamReader } from '../helpers/event-stream.ts';
import { linkIn } from '../helpers/mailbox.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const typesOf = (stream: EventStreamReader) => stream.events.map(({ type }) => type);
const idsOf = (stream: EventStreamReader) => stream.events.map(({ id }) => BigInt(id ?? '-1'));

async function team() {
  const made = await server().testData.team();
  const client = await server().as(made.admin);
  const params = { organizationId: made.organizationId };
  const invite = (email: string) => client.call(createInvite, { params, body: { email, role: 'agent' } });
  return { ...made, client, params, invite };
}

test('starts a stream with headers that prevent buffering, a retry interval and a comment', async () => {
  const { owner } = await team();
  const stream = await server().listen(owner);
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream\b/);
  expect(stream.headers.get('cache-control')).toContain('no-cache');
  expect(stream.headers.get('cache-control')).toContain('no-transform');
  expect(stream.headers.get('x-accel-buffering')).toBe('no');
  expect(stream.headers.get('x-request-id')).toBeTruthy();
  expect(stream.text()).toMatch(/^retry: \d+$/m);
  expect(stream.comments.length).toBeGreaterThan(0);
  expect(stream.lastEventId()).toMatch(/^\d+$/);
});

test('sends each action on an invite as an event with the invite and the seats', async () => {
  const { mailbox } = server();
  const { owner, organizationId, client, params, invite } = await team();
  const stream = await server().listen(owner, { organizationId });
  const created = await invite('told@example.test');
  await mailbox.next('told@example.test');
  const event = await stream.next('invite.created');
  expect(event.data).toEqual({ organizationId, at: event.data.at, invite: created });
  expect(event.data.at >= created.createdAt).toBe(true);
  const seats = await stream.next('seats.changed');
  expect(seats.data.seats).toMatchObject({ members: 3, pendingInvites: 1, used: 4 });
  const sent = await stream.next('invite.delivery');
  expect(sent.data.invite).toEqual({ ...created, delivery: { status: 'sent', attempts: 1, error: null } });
  const resent = await client.call(resendInvite, { params: { ...params, inviteId: created.id } });
  expect((await stream.next('invite.resent')).data.invite).toEqual(resent);
  await stream.next(
    'invite.delivery',
    ({ data }) => data.invite.sendCount === 2 && data.invite.delivery.status === 'sent',
  );
  const revoked = await client.call(revokeInvite, { params: { ...params, inviteId: created.id } });
  expect((await stream.next('invite.revoked')).data.invite).toEqual(revoked);
  expect((await stream.next('seats.changed')).data.seats).toMatchObject({ pendingInvites: 0, used: 3 });
  const ids = idsOf(stream);
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (a < b ? -1 : 1)));
});

test('sends one event when the emailed link is opened in a browser', async () => {
  const { mailbox } = server();
  const { owner, organizationId, client, invite } = await team();
  const stream = await server().listen(owner, { organizationId });
  const { id } = await invite('opener@example.test');
  const link = linkIn(await mailbox.next('opener@example.test'));
  await fetch(link);
  expect(await client.call(getInvite, { params: { organizationId, inviteId: id } })).toMatchObject({
    openedAt: null,
  });
  for (let times = 0; times < 2; times += 1) await fetch(link, { headers: { 'Sec-Fetch-User': '?1' } });
  const opened = await stream.next('invite.opened');
  expect(opened.data.invite.openedAt).not.toBeNull();
  await invite('after-opening@example.test');
  await stream.next('invite.created', ({ data }) => data.invite.email === 'after-opening@example.test');
  expect(typesOf(stream).filter((type) => type === 'invite.opened')).toHaveLength(1);
});

test('sends one event when an invite expires, with the freed seat', async () => {
  const { testData } = server();
  const { owner, organizationId, client, params, invite } = await team();
  const stream = await server().listen(owner, { organizationId });
  const { id } = await invite('expiring@example.test');
  await stream.next('seats.changed');
  await testData.age(id, inviteLifetimeMs - 500);
  const expired = await stream.next('invite.expired');
  expect(expired.data.invite).toMatchObject({ id, status: 'expired' });
  const late = Date.parse(expired.data.at) - Date.parse(expired.data.invite.expiresAt);
  expect(late).toBeGreaterThanOrEqual(0);
  expect((await stream.next('seats.changed')).data.seats).toMatchObject({ pendingInvites: 0, used: 3 });
  // Resent, it can expire again.
  await client.call(resendInvite, { params: { ...params, inviteId: id } });
  await stream.next('invite.resent');
  await testData.age(id, inviteLifetimeMs);
  await stream.next('invite.expired');
  expect(typesOf(stream).filter((type) => type === 'invite.expired')).toHaveLength(2);
});

test('sends events for changes of members, organization and seats', async () => {
  const { testData } = server();
  const { owner, agent, organizationId, client, params } = await team();
  const staff = await server().as(await testData.person({ staff: true }));
  const stream = await server().listen(owner, { organizationId });
  const memberId = agent.memberId;
  const changed = await client.call(changeMemberRole, {
    params: { ...params, memberId },
    body: { role: 'admin' },
  });
  expect((await stream.next('member.role_changed')).data.member).toMatchObject({ ...changed, role: 'admin' });
  await client.call(editOrganization, { params, body: { name: 'Renamed' } });
  expect((await stream.next('organization.updated')).data.organizationId).toBe(organizationId);
  const seats = await staff.call(setSubscription, { params, body: { maxSeats: 7 } });
  expect((await stream.next('seats.changed')).data.seats).toEqual(seats);
  await client.call(removeMember, { params: { ...params, memberId } });
  expect((await stream.next('member.removed')).data.member).toMatchObject({ id: memberId, userId: agent.id });
  expect((await stream.next('seats.changed')).data.seats).toMatchObject({ members: 2, used: 2 });
});

test('sends an agent only the events of the organization and its seats', async () => {
  const { agent, admin, organizationId, client, params, invite } = await team();
  const stream = await server().listen(agent, { organizationId });
  await invite('hidden@example.test');
  expect(typesOf(stream)).not.toContain('invite.created');
  const other = { ...params, memberId: admin.memberId };
  await (
    await server().as(await server().testData.person({ staff: true }))
  ).call(changeMemberRole, {
    params: other,
    body: { role: 'admin' },
  });
  await client.call(editOrganization, { params, body: { description: 'Seen by all' } });
  await stream.next('organization.updated');
  expect(new Set(typesOf(stream))).toEqual(new Set(['seats.changed', 'organization.updated']));
});

test('applies a role change to the events that a stream receives', async () => {
  const { agent, owner, organizationId, params, invite } = await team();
  const stream = await server().listen(agent);
  const byOwner = await server().as(owner);
  const own = { ...params, memberId: agent.memberId };
  await byOwner.call(changeMemberRole, { params: own, body: { role: 'admin' } });
  expect((await stream.next('member.role_changed')).data.member).toMatchObject({
    userId: agent.id,
    role: 'admin',
  });
  await invite('now-seen@example.test');
  await stream.next('invite.created', ({ data }) => data.invite.email === 'now-seen@example.test');
  await byOwner.call(changeMemberRole, { params: own, body: { role: 'agent' } });
  await stream.next('member.role_changed');
  const heard = stream.events.length;
  await invite('unseen@example.test');
  await byOwner.call(editOrganization, { params, body: { description: 'The end' } });
  await stream.next('organization.updated');
  expect(stream.events.slice(heard).map(({ type }) => type)).toEqual(
    expect.not.arrayContaining(['invite.created', 'invite.delivery']),
  );
  expect(
    stream.events.every(
      (event) => !('organizationId' in event.data) || event.data.organizationId === organizationId,
    ),
  ).toBe(true);
});

test('sends a stream without an organization the events of all organizations of its user', async () => {
  const { testData } = server();
  const [one, two, foreign] = [await team(), await team(), await team()];
  await testData.member(two.organizationId, one.owner, 'admin');
  const stream = await server().listen(one.owner);
  await foreign.invite('foreign@example.test');
  await one.invite('one@example.test');
  await two.invite('two@example.test');
  await stream.next('invite.created', ({ data }) => data.invite.email === 'two@example.test');
  const emails = stream.events.flatMap((event) =>
    event.type === 'invite.created' ? event.data.invite.email : [],
  );
  expect(emails).toEqual(['one@example.test', 'two@example.test']);
});

test('sends staff the events of all organizations', async () => {
  const { testData } = server();
  const [one, two] = [await team(), await team()];
  const stream = await server().listen(await testData.person({ staff: true }));
  await one.invite('staff-one@example.test');
  await two.invite('staff-two@example.test');
  expect((await stream.next('invite.created')).data.organizationId).toBe(one.organizationId);
  expect((await stream.next('invite.created')).data.organizationId).toBe(two.organizationId);
});

test('sends the events of a new organization to an open stream', async () => {
  const { testData } = server();
  const person = await testData.person();
  const stream = await server().listen(person);
  const client = await server().as(person);
  const { id: organizationId } = await client.call(createOrganization, { body: { name: 'Founded' } });
  expect((await stream.next('member.joined')).data).toMatchObject({
    organizationId,
    member: { role: 'owner' },
  });
  await client.call(createInvite, {
    params: { organizationId },
    body: { email: 'first@founded.test', role: 'agent' },
  });
  await stream.next('invite.created');
});

test('resumes a dropped stream without missing or repeating an event', async () => {
  const { owner, organizationId, invite } = await team();
  const seen: string[] = [];
  const ids: bigint[] = [];
  let lastEventId: string | undefined;
  const sent: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const stream = await server().listen(owner, { organizationId, lastEventId });
    const during = `during-${round}@example.test`;
    sent.push(during);
    await invite(during);
    await stream.next('invite.created', ({ data }) => data.invite.email === during);
    stream.close();
    await stream.ended;
    lastEventId = stream.lastEventId() ?? lastEventId;
    for (const event of stream.events) {
      ids.push(BigInt(event.id ?? '-1'));
      if (event.type === 'invite.created') seen.push(event.data.invite.email);
    }
    for (const part of ['a', 'b']) {
      const away = `away-${round}${part}@example.test`;
      sent.push(away);
      await invite(away);
    }
  }
  const last = await server().listen(owner, { organizationId, lastEventId });
  await last.next('invite.created', ({ data }) => data.invite.email === 'away-5b@example.test');
  for (const event of last.events) {
    ids.push(BigInt(event.id ?? '-1'));
    if (event.type === 'invite.created') seen.push(event.data.invite.email);
  }
  expect(seen).toEqual(sent);
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (a < b ? -1 : 1)));
});

test('resumes from the start of the stream for a client that received no event', async () => {
  const { owner, organizationId, invite } = await team();
  const stream = await server().listen(owner, { organizationId });
  const lastEventId = stream.lastEventId();
  stream.close();
  await stream.ended;
  await invite('missed@example.test');
  const resumed = await server().listen(owner, { organizationId, lastEventId });
  const event = await resumed.next('invite.created');
  expect(event.data.invite.email).toBe('missed@example.test');
  expect(typesOf(resumed)).not.toContain('reset');
});

test('replays hundreds of missed events in order while new ones arrive', async () => {
  const { owner, organizationId, client, params } = await team();
  const first = await server().listen(owner, { organizationId });
  const lastEventId = first.lastEventId();
  first.close();
  const names = Array.from({ length: 450 }, (_, n) => `missed-${String(n).padStart(3, '0')}@example.test`);
  await client.raw({
    method: 'POST',
    path: `/api/organizations/${organizationId}/invites/bulk`,
    body: { invites: names.map((email) => ({ email, role: 'agent' })) },
  });
  const [stream] = await Promise.all([
    server().listen(owner, { organizationId, lastEventId }),
    client.call(createInvite, { params, body: { email: 'meanwhile@example.test', role: 'agent' } }),
  ]);
  await stream.next('invite.created', ({ data }) => data.invite.email === 'meanwhile@example.test');
  const heard = stream.events.flatMap((event) =>
    event.type === 'invite.created' ? event.data.invite.email : [],
  );
  expect(heard).toEqual([...names, 'meanwhile@example.test']);
});

test.each(['0', '1', '99999999999999999999', '9223372036854775807', 'abc', '-5', '1.5', ' 7'])(
  'resets a stream for an id that it cannot resume from (%s), then sends new events',
  async (lastEventId) => {
    const { owner, organizationId, invite } = await team();
    const stream = await server().listen(owner, { organizationId, lastEventId });
    await stream.next('reset');
    expect(stream.lastEventId()).toMatch(/^\d+$/);
    const { email } = await invite(`after-reset@example.test`);
    await stream.next('invite.created', ({ data }) => data.invite.email === email);
    expect(typesOf(stream)[0]).toBe('reset');
    expect(typesOf(stream).filter((type) => type === 'reset')).toHaveLength(1);
    const resumed = await server().listen(owner, { organizationId, lastEventId: stream.events[0]?.id });
    await resumed.next('invite.created', ({ data }) => data.invite.email === email);
    expect(typesOf(resumed)).not.toContain('reset');
  },
);

test('resets a stream for an id older than the event log', async () => {
  const { testData } = server();
  const { owner, organizationId, invite } = await team();
  await invite('old@example.test');
  const stream = await server().listen(owner, { organizationId });
  await invite('newer@example.test');
  const { id } = await stream.next('invite.created');
  await testData.database.pool.query('delete from events where id <= $1', [id]);
  const resumed = await server().listen(owner, { organizationId, lastEventId: id });
  await resumed.next('reset');
  // What came afterwards, as the delivery of these emails, may follow; what was before is not sent again.
  expect(typesOf(resumed)[0]).toBe('reset');
  expect(typesOf(resumed)).not.toContain('invite.created');
});

test('rejects a stream before it starts when the caller may not see the organization', async () => {
  const { testData } = server();
  const { organizationId } = await team();
  const { accessToken = '' } = await server().as(await testData.person());
  const foreign = await requestEvents({ url: server().url, accessToken, organizationId });
  const missing = await requestEvents({
    url: server().url,
    accessToken,
    organizationId: 'no-such-organization',
  });
  expect([foreign.status, missing.status]).toEqual([404, 404]);
  const body: unknown = await foreign.json();
  expect(problemBody.parse(body).code).toBe('organization_not_found');
  expect(await missing.json()).toEqual(body);
  const nobody = await requestEvents({ url: server().url, accessToken: 'none' });
  expect(nobody.status).toBe(401);
  const unknown = await createApiClient(server().url, accessToken).raw({
    method: 'GET',
    path: '/api/events?organisation=1',
  });
  expect(unknown.status).toBe(422);
});

test(
  'ends the stream of a removed member, and continues their other streams without the organization',
  { tags: ['guard:stream-ends-with-permission'] },
  async () => {
    const { testData } = server();
    const { admin, owner, organizationId, params } = await team();
    const other = await team();
    await testData.member(other.organizationId, admin, 'admin');
    const [narrow, wide] = [await server().listen(admin, { organizationId }), await server().listen(admin)];
    const before = Date.now();
    await (await server().as(owner)).call(removeMember, { params: { ...params, memberId: admin.memberId } });
    await narrow.ended;
    // Promise 26.
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(narrow.events.at(-1)?.type).toBe('member.removed');
    await wide.next('member.removed');
    const ownerClient = await server().as(owner);
    await ownerClient.call(createInvite, { params, body: { email: 'unheard@example.test', role: 'agent' } });
    await other.invite('heard@example.test');
    await wide.next('invite.created', ({ data }) => data.invite.email === 'heard@example.test');
    expect(wide.text()).not.toContain('unheard@example.test');
  },
);

test('replays a missed removal and no other event of that organization', async () => {
  const { admin, owner, params } = await team();
  const stream = await server().listen(admin);
  const lastEventId = stream.lastEventId();
  stream.close();
  const byOwner = await server().as(owner);
  await byOwner.call(createInvite, { params, body: { email: 'before@example.test', role: 'agent' } });
  await byOwner.call(removeMember, { params: { ...params, memberId: admin.memberId } });
  await byOwner.call(createInvite, { params, body: { email: 'afterwards@example.test', role: 'agent' } });
  const resumed = await server().listen(admin, { lastEventId });
  await resumed.next('member.removed', ({ data }) => data.member.userId === admin.id);
  const { id: own } = await (await server().as(admin)).call(createOrganization, { body: { name: 'Own' } });
  await resumed.next('member.joined', ({ data }) => data.organizationId === own);
  expect(typesOf(resumed)).toEqual(['member.removed', 'member.joined']);
});

test('ends a stream with its session', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const [here, there] = [await signIn(url, person), await signIn(url, person)];
  const open = (accessToken: string) => openEventStream({ url, accessToken });
  const [ends, stays] = [await open(here.tokens.accessToken), await open(there.tokens.accessToken)];
  const before = Date.now();
  await anonymous.call(signOut, { body: { refreshToken: here.tokens.refreshToken } });
  await ends.ended;
  // By the event of the sign-out: all streams are reviewed only once a minute.
  expect(Date.now() - before).toBeLessThan(30_000);
  expect(ends.text()).not.toContain('session.ended');
  await there.client.call(createOrganization, { body: { name: 'Still here' } });
  await stays.next('member.joined');
  expect(stays.text()).not.toContain('session.ended');
  stays.close();
});

test(
  'delays an event until older transactions have ended, and keeps the order of ids',
  { tags: ['guard:safe-horizon'] },
  async () => {
    const { testData } = server();
    const { owner, organizationId, invite } = await team();
    const stream = await server().listen(owner, { organizationId });
    const older = await testData.database.pool.connect();
    try {
      await older.query('begin');
      await older.query('select pg_current_xact_id()');
      await invite('waits@example.test');
      await older.query(
        `insert into events (id, organization_id, type, data, at)
       values (pg_current_xact_id()::text::bigint << 20, $1, 'organization.updated', '{}', now())`,
        [organizationId],
      );
      expect(typesOf(stream)).toEqual([]);
      await older.query('commit');
    } finally {
      older.release();
    }
    await stream.next('invite.created');
    expect(typesOf(stream).slice(0, 2)).toEqual(['organization.updated', 'invite.created']);
    const ids = idsOf(stream);
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
  },
);

test(
  'sends the current state of an invite in a delivery event that was stored earlier',
  { tags: ['guard:event-as-of-now'] },
  async () => {
    const { testData, mailbox } = server();
    const { owner, organizationId, client, params, invite } = await team();
    const stream = await server().listen(owner, { organizationId });
    const release = mailbox.hold();
    const { id: inviteId } = await invite('overtaken@example.test');
    await expect.poll(() => mailbox.held()).toBe(1);
    const inTheWay = await testData.database.pool.connect();
    let revoked;
    try {
      // The revocation holds the seat lock by then, and with it the transaction's id, but not yet the invite's lock.
      await inTheWay.query(`
      create function wait_for_test() returns trigger language plpgsql as
        'begin perform pg_advisory_xact_lock(4711); return null; end';
      create trigger wait_for_test before update of ended_at on invites
        for each statement execute function wait_for_test()`);
      await inTheWay.query('select pg_advisory_lock(4711)');
      revoked = client.call(revokeInvite, { params: { ...params, inviteId } });
      await expect
        .poll(async () => {
          const { rows } = await inTheWay.query<object>(
            `select objid::int from pg_locks where locktype = 'advisory' and not granted`,
          );
          return rows;
        })
        .toEqual([{ objid: 4711 }]);
      release();
      await expect
        .poll(async () => {
          const { rows } = await inTheWay.query<object>('select delivery_status from invites where id = $1', [
            inviteId,
          ]);
          return rows;
        })
        .toEqual([{ delivery_status: 'sent' }]);
    } finally {
      release();
      await inTheWay.query('select pg_advisory_unlock_all()');
      await revoked;
      await inTheWay.query('drop function wait_for_test cascade');
      inTheWay.release();
    }
    const told = await stream.next('invite.delivery');
    expect(typesOf(stream)).toEqual([
      'invite.created',
      'seats.changed',
      'invite.revoked',
      'seats.changed',
      'invite.delivery',
    ]);
    expect(told.data.invite).toMatchObject({ status: 'revoked', delivery: { status: 'sent', attempts: 1 } });
    const { timeline: _timeline, ...kept } = await client.call(getInvite, {
      params: { ...params, inviteId },
    });
    expect(told.data.invite).toEqual(kept);
  },
);

test('sends no event for reading or for the last activity of a member', async () => {
  const { owner, organizationId, client, params, invite } = await team();
  const stream = await server().listen(owner, { organizationId });
  await client.call(listMembers, { params });
  await invite('one-event@example.test');
  await stream.next('invite.created');
  expect(typesOf(stream)[0]).toBe('invite.created');
});
