import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity';
import { createInvite, getInvite, inviteLifetimeMs, resendInvite, revokeInvite } from '#contract/invite';
import { getSeats } from '#contract/seat';
import { linkIn } from '../support/mailbox.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const hourMs = 60 * 60 * 1000;

async function invited(email: string, maxSeats: number | null = null) {
  const team = await server().world.team({ maxSeats });
  const client = await server().as(team.admin);
  const invite = await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const params = { organizationId: team.organizationId, inviteId: invite.id };
  return { team, client, invite, params };
}

test('a resend adds seven days to what is left and mails the same link', async () => {
  const { mailbox } = server();
  const { client, invite, params } = await invited('again@example.test');
  const first = await mailbox.next('again@example.test');
  const resent = await client.call(resendInvite, { params, body: {} });
  expect(Date.parse(resent.expiresAt) - Date.parse(invite.expiresAt)).toBe(inviteLifetimeMs);
  expect(resent).toMatchObject({
    id: invite.id,
    status: 'pending',
    createdAt: invite.createdAt,
    sendCount: 2,
  });
  expect(Date.parse(resent.lastSentAt ?? '')).toBeGreaterThan(Date.parse(invite.lastSentAt ?? ''));
  const second = await mailbox.next('again@example.test');
  expect(linkIn(second)).toBe(linkIn(first));
  expect(second.messageId).not.toBe(first.messageId);
  const twice = await client.call(resendInvite, { params });
  expect(Date.parse(twice.expiresAt) - Date.parse(invite.expiresAt)).toBe(2 * inviteLifetimeMs);
  const { items } = await client.call(listActivity, { params, query: { type: 'invite.resent' } });
  expect(items).toHaveLength(2);
});

test('an expired invite gets seven days from now', async () => {
  const { world, mailbox } = server();
  const { client, invite, params } = await invited('expired@example.test');
  const first = await mailbox.next('expired@example.test');
  await world.age(invite.id, inviteLifetimeMs + 3 * hourMs);
  const before = Date.now();
  const resent = await client.call(resendInvite, { params });
  const from = Date.parse(resent.expiresAt) - inviteLifetimeMs;
  expect(from).toBeGreaterThanOrEqual(before - 1);
  expect(from).toBeLessThanOrEqual(Date.now() + 1);
  expect(from).toBe(Date.parse(resent.lastSentAt ?? ''));
  expect(resent.status).toBe('pending');
  expect(linkIn(await mailbox.next('expired@example.test'))).toBe(linkIn(first));
});

test('an expired one needs a free seat again; without one nothing changes and no mail goes out', async () => {
  const { world, mailbox } = server();
  const { team, client, invite, params } = await invited('needs-a-seat@example.test', 4);
  await mailbox.next('needs-a-seat@example.test');
  // The mail server has the mail a moment before the server has noted it.
  await expect.poll(async () => (await client.call(getInvite, { params })).delivery.status).toBe('sent');
  await world.age(invite.id, inviteLifetimeMs);
  await client.call(createInvite, { params, body: { email: 'took-it@example.test', role: 'agent' } });
  const before = await client.call(getInvite, { params });
  const refused = await client.refusal(resendInvite, { params });
  expect([refused.status, refused.problem.code]).toEqual([409, 'seat_limit_reached']);
  expect(await client.call(getInvite, { params })).toEqual(before);
  expect(await client.call(getSeats, { params })).toMatchObject({ used: 4, available: 0 });
  await world.setSeats(team.organizationId, 5);
  expect(await client.call(resendInvite, { params })).toMatchObject({ status: 'pending', sendCount: 2 });
  await mailbox.next('needs-a-seat@example.test');
  expect(mailbox.to('needs-a-seat@example.test')).toHaveLength(2);
  expect(await client.call(getSeats, { params })).toMatchObject({ used: 5, available: 0 });
});

test('a pending one keeps its seat: it can be resent with none free', async () => {
  const { client, params } = await invited('keeps@example.test', 4);
  expect(await client.call(resendInvite, { params })).toMatchObject({ status: 'pending', sendCount: 2 });
});

test('one that has ended cannot be resent', async () => {
  const { world, mailbox } = server();
  for (const status of ['accepted', 'declined', 'revoked']) {
    const { client, invite, params } = await invited(`${status}@example.test`);
    await mailbox.next(`${status}@example.test`);
    await world.database.pool.query('update invites set status = $2, ended_at = now() where id = $1', [
      invite.id,
      status,
    ]);
    const refused = await client.refusal(resendInvite, { params });
    expect([refused.status, refused.problem.code]).toEqual([409, 'invite_not_open']);
    expect(mailbox.to(`${status}@example.test`)).toHaveLength(1);
  }
});

test('the sixth send within an hour is refused with the seconds to wait', async () => {
  const { world } = server();
  const { client, invite, params } = await invited('often@example.test');
  for (let send = 2; send <= 5; send += 1) {
    expect(await client.call(resendInvite, { params })).toMatchObject({ sendCount: send });
  }
  const before = await client.call(getInvite, { params });
  const refused = await client.refusal(resendInvite, { params });
  expect([refused.status, refused.problem.code]).toEqual([429, 'rate_limited']);
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(3_500);
  expect(wait).toBeLessThanOrEqual(3_600);
  expect((await client.call(getInvite, { params })).expiresAt).toBe(before.expiresAt);
  await world.age(invite.id, hourMs);
  expect(await client.call(resendInvite, { params })).toMatchObject({ sendCount: 6 });
});

test('an invite that is revoked before its mail goes out is not mailed again', async () => {
  const { mailbox } = server();
  const { team, client, params } = await invited('stopped@example.test');
  await mailbox.next('stopped@example.test');
  mailbox.refuse('stopped@example.test', { code: 451, message: 'not now', times: 1 });
  const stream = await server().listen(team.admin, { organizationId: team.organizationId });
  await client.call(resendInvite, { params });
  await stream.next('invite.delivery', ({ data }) => data.invite.delivery.error !== null);
  await client.call(revokeInvite, { params });
  // The next mail of this queue that goes out is a later one: by then the retry would have been due as well.
  mailbox.refuse('later@example.test', { code: 451, message: 'not now', times: 1 });
  await client.call(createInvite, { params, body: { email: 'later@example.test', role: 'agent' } });
  await mailbox.next('later@example.test');
  expect(mailbox.to('stopped@example.test')).toHaveLength(1);
  expect(mailbox.attempts('stopped@example.test')).toBe(2);
});
