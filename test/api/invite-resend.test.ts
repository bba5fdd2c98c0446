import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, getInvite, resendInvite, revokeInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { getSeats } from '#contract/seat/api';
import { linkIn } from '../helpers/mailbox.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const hourMs = 60 * 60 * 1000;

async function invited(email: string, maxSeats: number | null = null) {
  const team = await server().testData.team({ maxSeats });
  const client = await server().as(team.admin);
  const invite = await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const params = { organizationId: team.organizationId, inviteId: invite.id };
  return { team, client, invite, params };
}

test('extends a pending invite by seven days and emails the same link', async () => {
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

test('renews an expired invite for seven days from now', async () => {
  const { testData, mailbox } = server();
  const { client, invite, params } = await invited('expired@example.test');
  const first = await mailbox.next('expired@example.test');
  await testData.age(invite.id, inviteLifetimeMs + 3 * hourMs);
  const before = Date.now();
  const resent = await client.call(resendInvite, { params });
  const from = Date.parse(resent.expiresAt) - inviteLifetimeMs;
  expect(from).toBeGreaterThanOrEqual(before - 1);
  expect(from).toBeLessThanOrEqual(Date.now() + 1);
  expect(from).toBe(Date.parse(resent.lastSentAt ?? ''));
  expect(resent.status).toBe('pending');
  expect(linkIn(await mailbox.next('expired@example.test'))).toBe(linkIn(first));
});

test('requires a free seat to resend an expired invite, and changes nothing without one', async () => {
  const { testData, mailbox } = server();
  const { team, client, invite, params } = await invited('needs-a-seat@example.test', 4);
  await mailbox.next('needs-a-seat@example.test');
  // The mail server has the mail a moment before the server has noted it.
  await expect.poll(async () => (await client.call(getInvite, { params })).delivery.status).toBe('sent');
  await testData.age(invite.id, inviteLifetimeMs);
  await client.call(createInvite, { params, body: { email: 'took-it@example.test', role: 'agent' } });
  const before = await client.call(getInvite, { params });
  const refused = await client.refusal(resendInvite, { params });
  expect([refused.status, refused.problem.code]).toEqual([409, 'seat_limit_reached']);
  expect(await client.call(getInvite, { params })).toEqual(before);
  expect(await client.call(getSeats, { params })).toMatchObject({ used: 4, available: 0 });
  await testData.setSeats(team.organizationId, 5);
  expect(await client.call(resendInvite, { params })).toMatchObject({ status: 'pending', sendCount: 2 });
  await mailbox.next('needs-a-seat@example.test');
  expect(mailbox.to('needs-a-seat@example.test')).toHaveLength(2);
  expect(await client.call(getSeats, { params })).toMatchObject({ used: 5, available: 0 });
});

test('resends a pending invite without a free seat', async () => {
  const { client, params } = await invited('keeps@example.test', 4);
  expect(await client.call(resendInvite, { params })).toMatchObject({ status: 'pending', sendCount: 2 });
});

test('rejects a resend of an ended invite', async () => {
  const { testData, mailbox } = server();
  for (const status of ['accepted', 'declined', 'revoked']) {
    const { client, invite, params } = await invited(`${status}@example.test`);
    await mailbox.next(`${status}@example.test`);
    await testData.database.pool.query('update invites set status = $2, ended_at = now() where id = $1', [
      invite.id,
      status,
    ]);
    const refused = await client.refusal(resendInvite, { params });
    expect([refused.status, refused.problem.code]).toEqual([409, 'invite_not_open']);
    expect(mailbox.to(`${status}@example.test`)).toHaveLength(1);
  }
});

test(
  'rejects the sixth email within an hour with Retry-After',
  { tags: ['guard:invite-quota'] },
  async () => {
    const { testData } = server();
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
    await testData.age(invite.id, hourMs);
    await testData.database.pool.query(`update send_counters set hour = hour - interval '26 hours'`);
    expect(await client.call(resendInvite, { params })).toMatchObject({ sendCount: 6 });
  },
);

test(
  'rejects the sixth email of a day to one recipient, and leaves other organizations theirs',
  { tags: ['guard:recipient-of-organization-quota'] },
  async () => {
    const { testData } = server();
    const email = 'patient@example.test';
    const { team, client, invite, params } = await invited(email);
    for (let send = 2; send <= 5; send += 1) await client.call(resendInvite, { params });
    await testData.age(invite.id, hourMs);
    const refused = await client.refusal(resendInvite, { params });
    expect([refused.status, refused.problem]).toMatchObject([
      429,
      {
        code: 'rate_limited',
        detail: `This organization has already emailed ${email} several times today. Try again tomorrow.`,
      },
    ]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(23 * 3_600);
    // Neither a new invite nor another sender makes more of them.
    await client.call(revokeInvite, { params });
    const { organizationId } = team;
    const owner = await server().as(team.owner);
    const body = { email, role: 'agent' } as const;
    const anew = await owner.refusal(createInvite, { params: { organizationId }, body });
    expect(anew.problem.code).toBe('rate_limited');
    const elsewhere = await invited(email);
    expect(elsewhere.invite.status).toBe('pending');
  },
);

test('does not email an invite that is revoked while its email is queued', async () => {
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
