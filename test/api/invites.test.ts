import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, getInvite, listInvites } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { getSeats } from '#contract/seat/api';
import { linkIn } from '../helpers/mailbox.ts';
import { useServer } from './use-server.ts';

const server = useServer();

test(
  'creates an invite that is pending for exactly seven days and takes a seat',
  { tags: ['guard:invite-lifetime'] },
  async () => {
    const { testData } = server();
    const { organizationId, admin } = await testData.team({ maxSeats: 5 });
    const client = await server().as(admin);
    const params = { organizationId };
    const before = Date.now();
    const invite = await client.call(createInvite, {
      params,
      body: { email: 'first@example.test', role: 'agent' },
    });
    const after = Date.now();
    expect(invite).toMatchObject({
      organizationId,
      email: 'first@example.test',
      role: 'agent',
      status: 'pending',
      sendCount: 1,
      invitedBy: { id: admin.id, name: 'Adam Admin' },
      openedAt: null,
      endedAt: null,
    });
    const createdAt = Date.parse(invite.createdAt);
    expect(createdAt).toBeGreaterThanOrEqual(before - 1);
    expect(createdAt).toBeLessThanOrEqual(after + 1);
    expect(Date.parse(invite.expiresAt) - createdAt).toBe(inviteLifetimeMs);
    expect(inviteLifetimeMs).toBe(604_800_000);
    const { rows } = await testData.database.pool.query<{ exact: boolean; status: string }>(
      `select expires_at - created_at = interval '168 hours' as exact, status from invites where id = $1`,
      [invite.id],
    );
    expect(rows).toEqual([{ exact: true, status: 'pending' }]);
    expect(await client.call(getSeats, { params })).toEqual({
      maxSeats: 5,
      members: 3,
      pendingInvites: 1,
      used: 4,
      available: 1,
    });
  },
);

test('emails the invitee organization, role, inviter, expiry and link', async () => {
  const { testData, mailbox } = server();
  const { organizationId, admin } = await testData.team({ name: 'Smith & Söhne' });
  const client = await server().as(admin);
  const params = { organizationId };
  const invite = await client.call(createInvite, {
    params,
    body: { email: 'mailed@example.test', role: 'admin' },
  });
  const mail = await mailbox.next('mailed@example.test');
  const expiry = new Date(invite.expiresAt).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  for (const part of [mail.text, mail.html.replaceAll('&#38;', '&')]) {
    expect(part).toContain('Smith & Söhne');
    expect(part).toContain('Adam Admin');
    expect(part).toContain('Admin');
    expect(part).toContain(expiry);
    expect(part).toContain(linkIn(mail));
  }
  expect(mail.from).toContain('invites@fastlinkit.test');
  expect(linkIn(mail)).toMatch(new RegExp(`^${server().url}/support/invite/[\\w.~-]{43,}$`));
  expect(mail.messageId).not.toBe('');
});

test('returns an invite with its delivery, alone and in the list', async () => {
  const { testData, mailbox } = server();
  const { organizationId, admin } = await testData.team();
  const client = await server().as(admin);
  const params = { organizationId };
  const stream = await server().listen(admin, { organizationId });
  const invite = await client.call(createInvite, {
    params,
    body: { email: 'read@example.test', role: 'agent' },
  });
  await mailbox.next('read@example.test');
  await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'sent');
  const { timeline, ...read } = await client.call(getInvite, {
    params: { organizationId, inviteId: invite.id },
  });
  expect(read).toEqual({ ...invite, delivery: { status: 'sent', attempts: 1, error: null } });
  expect(timeline.map(({ event }) => event)).toEqual(['created', 'queued', 'sent']);
  const { items, total } = await client.call(listInvites, { params });
  expect([items, total]).toEqual([[read], 1]);
  const activity = await client.call(listActivity, { params });
  expect(activity.items.map(({ type, subject }) => [type, subject])).toEqual([
    ['invite.created', 'read@example.test'],
  ]);
});

test('normalizes the address and compares it in that form', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const client = await server().as(owner);
  const params = { organizationId };
  const invite = await client.call(createInvite, {
    params,
    body: { email: '  JÖRG@Bücher.TEST ', role: 'agent' },
  });
  expect(invite.email).toBe('jörg@xn--bcher-kva.test');
  const again = await client.refusal(createInvite, {
    params,
    body: { email: 'jörg@bücher.test'.normalize('NFD'), role: 'admin' },
  });
  expect(again.problem.code).toBe('invite_already_pending');
});

test('rejects an invite to an invited address or a member', async () => {
  const { testData, mailbox } = server();
  const { organizationId, owner, agent } = await testData.team();
  const client = await server().as(owner);
  const params = { organizationId };
  const body = { email: 'twice@example.test', role: 'agent' } as const;
  await client.call(createInvite, { params, body });
  await mailbox.next(body.email);
  const twice = await client.refusal(createInvite, { params, body: { ...body, role: 'admin' } });
  expect([twice.status, twice.problem.code]).toEqual([409, 'invite_already_pending']);
  const member = await client.refusal(createInvite, { params, body: { email: agent.email, role: 'admin' } });
  expect([member.status, member.problem.code]).toEqual([409, 'already_member']);
  expect(await client.call(getSeats, { params })).toMatchObject({ members: 3, pendingInvites: 1 });
  expect(mailbox.to(body.email)).toHaveLength(1);
  expect(mailbox.to(agent.email)).toHaveLength(0);
});

test('lets two organizations invite the same address', async () => {
  const { testData } = server();
  const [one, two] = [await testData.team(), await testData.team()];
  const body = { email: 'wanted@example.test', role: 'agent' } as const;
  for (const { organizationId, owner } of [one, two]) {
    const client = await server().as(owner);
    const invite = await client.call(createInvite, { params: { organizationId }, body });
    expect(invite).toMatchObject({ organizationId, status: 'pending' });
  }
});

test('rejects an invite without a free seat and changes nothing', async () => {
  const { testData, mailbox } = server();
  const { organizationId, owner } = await testData.team({ maxSeats: 4 });
  const client = await server().as(owner);
  const params = { organizationId };
  await client.call(createInvite, { params, body: { email: 'last@example.test', role: 'agent' } });
  const refused = await client.refusal(createInvite, {
    params,
    body: { email: 'over@example.test', role: 'agent' },
  });
  expect([refused.status, refused.problem.code]).toEqual([409, 'seat_limit_reached']);
  expect(refused.problem.detail).toMatch(/4 of 4/);
  expect((await client.call(listInvites, { params, query: { status: 'all' } })).total).toBe(1);
  expect(mailbox.to('over@example.test')).toHaveLength(0);
  expect(mailbox.attempts('over@example.test')).toBe(0);
});

test('takes no seat for an expired invite and replaces it by a new one to the address', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team({ maxSeats: 4 });
  const client = await server().as(owner);
  const params = { organizationId };
  const body = { email: 'late@example.test', role: 'agent' } as const;
  const first = await client.call(createInvite, { params, body });
  await testData.age(first.id, inviteLifetimeMs - 60_000);
  const stillHeld = await client.refusal(createInvite, {
    params,
    body: { ...body, email: 'next@example.test' },
  });
  expect(stillHeld.problem.code).toBe('seat_limit_reached');
  await testData.age(first.id, 60_001);
  const inviteId = first.id;
  expect(await client.call(getInvite, { params: { organizationId, inviteId } })).toMatchObject({
    status: 'expired',
  });
  expect(await client.call(getSeats, { params })).toMatchObject({
    members: 3,
    pendingInvites: 0,
    available: 1,
  });
  const second = await client.call(createInvite, { params, body: { ...body, role: 'admin' } });
  expect(second.id).not.toBe(first.id);
  expect(await client.call(getInvite, { params: { organizationId, inviteId } })).toMatchObject({
    status: 'revoked',
  });
  expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: 1, available: 0 });
});

test('filters the list by status', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const client = await server().as(owner);
  const params = { organizationId };
  const ids: Record<string, string> = {};
  for (const name of ['pending', 'expired', 'revoked', 'accepted', 'declined']) {
    const { id } = await client.call(createInvite, {
      params,
      body: { email: `${name}@example.test`, role: 'agent' },
    });
    ids[id] = name;
    if (name === 'expired') await testData.age(id, inviteLifetimeMs);
    else if (name !== 'pending') {
      await testData.database.pool.query(`update invites set status = $2, ended_at = now() where id = $1`, [
        id,
        name,
      ]);
    }
  }
  const ask = async (
    status?: 'pending' | 'expired' | 'accepted' | 'declined' | 'revoked' | 'open' | 'all',
  ) => {
    const query = status === undefined ? {} : { status };
    const { items, total } = await client.call(listInvites, { params, query: { ...query, sort: 'email' } });
    expect(total).toBe(items.length);
    for (const { id, status: own } of items) expect(own).toBe(ids[id]);
    return items.map(({ status: own }) => own);
  };
  for (const status of ['pending', 'expired', 'accepted', 'declined', 'revoked'] as const) {
    expect(await ask(status)).toEqual([status]);
  }
  expect(await ask('open')).toEqual(['expired', 'pending']);
  expect(await ask()).toEqual(['expired', 'pending']);
  expect(await ask('all')).toEqual(['accepted', 'declined', 'expired', 'pending', 'revoked']);

  const { items } = await client.call(listInvites, { params, query: { status: 'all' } });
  expect(items).toHaveLength(5);
  for (const { delivery: _, ...listed } of items) {
    const alone = await client.call(getInvite, { params: { ...params, inviteId: listed.id } });
    expect(alone).toMatchObject(listed);
  }
});

test('filters the list by role, inviter, delivery and search words', async () => {
  const { testData, mailbox } = server();
  const { organizationId, owner, admin } = await testData.team();
  const params = { organizationId };
  const [byOwner, byAdmin] = [await server().as(owner), await server().as(admin)];
  mailbox.refuse('m.nowhere@example.test', { code: 550, message: 'No such mailbox' });
  const stream = await server().listen(owner, { organizationId });
  await byOwner.call(createInvite, { params, body: { email: 'anna.bell+desk@example.test', role: 'admin' } });
  await byAdmin.call(createInvite, { params, body: { email: 'm.nowhere@example.test', role: 'agent' } });
  await byAdmin.call(createInvite, { params, body: { email: 'cleo@other.test', role: 'agent' } });
  await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'failed');
  const ask = async (query: Parameters<typeof byOwner.call<typeof listInvites>>[1]['query']) =>
    (await byOwner.call(listInvites, { params, query: { sort: 'email', ...query } })).items.map(
      ({ email }) => email,
    );
  const [anna, nowhere, cleo] = ['anna.bell+desk@example.test', 'm.nowhere@example.test', 'cleo@other.test'];
  expect(await ask({ role: 'admin' })).toEqual([anna]);
  expect(await ask({ invitedBy: admin.id })).toEqual([cleo, nowhere]);
  expect(await ask({ invitedBy: 'nobody' })).toEqual([]);
  expect(await ask({ delivery: 'failed' })).toEqual([nowhere]);
  for (const search of ['bell', 'DESK', 'anna', 'ann bel', 'anna.bell+desk@example.test']) {
    expect(await ask({ search }), search).toEqual([anna]);
  }
  expect(await ask({ search: 'exam' })).toEqual([anna, nowhere]);
  expect(await ask({ search: 'owhere' })).toEqual([]);
  expect(await ask({ search: 'other', invitedBy: admin.id, role: 'agent' })).toEqual([cleo]);
});

test('answers not_found for an invite of another organization', async () => {
  const { testData } = server();
  const [mine, other] = [await testData.team(), await testData.team()];
  const theirs = await (
    await server().as(other.owner)
  ).call(createInvite, {
    params: { organizationId: other.organizationId },
    body: { email: 'theirs@example.test', role: 'agent' },
  });
  const client = await server().as(mine.owner);
  const { organizationId } = mine;
  const foreign = await client.refusal(getInvite, { params: { organizationId, inviteId: theirs.id } });
  const missing = await client.refusal(getInvite, {
    params: { organizationId, inviteId: '00000000-0000-7000-8000-000000000000' },
  });
  const nonsense = await client.refusal(getInvite, {
    params: { organizationId, inviteId: "'; drop table invites" },
  });
  expect(foreign.problem.code).toBe('invite_not_found');
  expect([missing.problem, nonsense.problem]).toEqual([foreign.problem, foreign.problem]);
});

test('shows the reply of the mail server for a permanent failure', async () => {
  const { testData, mailbox } = server();
  const { organizationId, owner } = await testData.team();
  const client = await server().as(owner);
  mailbox.refuse('gone@example.test', { code: 550, message: 'mailbox unavailable' });
  const stream = await server().listen(owner, { organizationId });
  const { id } = await client.call(createInvite, {
    params: { organizationId },
    body: { email: 'gone@example.test', role: 'agent' },
  });
  await stream.next(
    'invite.delivery',
    ({ data }) => data.invite.id === id && data.invite.delivery.status === 'failed',
  );
  const invite = await client.call(getInvite, { params: { organizationId, inviteId: id } });
  expect(invite).toMatchObject({ status: 'pending', delivery: { status: 'failed', attempts: 1 } });
  expect(invite.delivery.error).toContain('mailbox unavailable');
  expect(invite.timeline.map(({ event }) => event)).toEqual(['created', 'queued', 'failed']);
  expect(mailbox.attempts('gone@example.test')).toBe(1);
});

test('retries an email after a temporary failure and delivers it once', async () => {
  const { testData, mailbox } = server();
  const { organizationId, owner } = await testData.team();
  const client = await server().as(owner);
  mailbox.refuse('busy@example.test', { code: 451, message: 'try again later', times: 1 });
  const stream = await server().listen(owner, { organizationId });
  await client.call(createInvite, {
    params: { organizationId },
    body: { email: 'busy@example.test', role: 'agent' },
  });
  const refused = await stream.next('invite.delivery');
  expect(refused.data.invite.delivery).toMatchObject({ status: 'queued', attempts: 1 });
  expect(refused.data.invite.delivery.error).toContain('try again later');
  const sent = await stream.next('invite.delivery');
  expect(sent.data.invite.delivery).toEqual({ status: 'sent', attempts: 2, error: null });
  expect(mailbox.to('busy@example.test')).toHaveLength(1);
});
