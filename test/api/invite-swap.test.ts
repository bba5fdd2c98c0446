import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, getInvite, listInvites, revokeInvite, swapInvite } from '#contract/invite/api';
import { getSeats } from '#contract/seat/api';
import { linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const weekMs = 7 * 24 * 3_600_000;
let addresses = 0;
const address = () => `swapped-${(addresses += 1)}@example.test`;

async function invited(maxSeats: number | null = null) {
  const { testData } = server();
  const team = await testData.team({ maxSeats });
  const client = await server().as(team.admin);
  const email = address();
  const params = { organizationId: team.organizationId };
  const invite = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  return { team, client, email, invite, at: { ...params, inviteId: invite.id } };
}

test('revokes the old invite and sends the new one, also in a full organization', async () => {
  const { client, email, at, team } = await invited(4);
  const { mailbox, url } = server();
  const oldLink = linkIn(await mailbox.next(email));
  const next = address();
  const stream = await server().listen(team.owner, { organizationId: at.organizationId });
  const swapped = await client.call(swapInvite, { params: at, body: { email: next, role: 'admin' } });
  expect(swapped).toMatchObject({
    email: next,
    role: 'admin',
    status: 'pending',
    invitedBy: { id: team.admin.id },
  });
  expect(await client.call(getInvite, { params: at })).toMatchObject({ status: 'revoked' });
  expect(await client.call(getSeats, { params: at })).toMatchObject({ used: 4, available: 0 });
  const browser = createWebClient(url);
  expect((await browser.get(oldLink)).status).toBe(410);
  expect((await browser.get(linkIn(await mailbox.next(next)))).status).toBe(200);

  expect((await stream.next('invite.revoked')).data.invite).toMatchObject({
    id: at.inviteId,
    status: 'revoked',
  });
  expect((await stream.next('invite.created')).data.invite.id).toBe(swapped.id);
  expect((await stream.next('seats.changed')).data.seats).toMatchObject({ used: 4, available: 0 });
  await stream.next('invite.delivery');
  // From the first of the swap's own on: what the first invite brought may have been heard as well.
  const all = stream.events.map(({ type }) => type);
  const types = all.slice(all.indexOf('invite.revoked'));
  for (const once of ['invite.revoked', 'invite.created', 'seats.changed']) {
    expect(
      types.filter((type) => type === once),
      once,
    ).toHaveLength(1);
  }
  const { items } = await client.call(listActivity, { params: at, query: { limit: 2 } });
  expect(Object.fromEntries(items.map(({ type, subject }) => [type, subject]))).toEqual({
    'invite.created': next,
    'invite.revoked': email,
  });
});

test('keeps the old invite when the new one is rejected', async () => {
  const { client, at, team, email } = await invited();
  const taken = address();
  await client.call(createInvite, { params: at, body: { email: taken, role: 'agent' } });
  await server().mailbox.next(email);
  const before = await client.call(getInvite, { params: at });
  for (const [to, code] of [
    [taken, 'invite_already_pending'],
    [team.agent.email, 'already_member'],
    ['no address', 'validation_failed'],
  ] as const) {
    const refused = await client.refusal(swapInvite, { params: at, body: { email: to, role: 'agent' } });
    expect(refused.problem.code).toBe(code);
  }
  const after = await client.call(getInvite, { params: at });
  expect({ ...after, timeline: [], delivery: null }).toEqual({ ...before, timeline: [], delivery: null });
  expect(after.status).toBe('pending');
  expect(await client.call(getSeats, { params: at })).toMatchObject({ pendingInvites: 2 });
});

test('requires a free seat to swap an expired invite', async () => {
  const { client, at, team } = await invited(4);
  const { testData } = server();
  await testData.age(at.inviteId, weekMs);
  await client.call(createInvite, { params: at, body: { email: address(), role: 'agent' } });
  const body = { email: address(), role: 'agent' as const };
  const full = await client.refusal(swapInvite, { params: at, body });
  expect(full.problem.code).toBe('seat_limit_reached');
  expect((await client.call(getInvite, { params: at })).status).toBe('expired');
  await testData.setSeats(team.organizationId, 5);
  expect((await client.call(swapInvite, { params: at, body })).status).toBe('pending');
});

test('swaps a pending invite in an organization above its seat limit', async () => {
  const { client, at } = await invited(4);
  await server().testData.setSeats(at.organizationId, 2);
  const before = await client.call(getSeats, { params: at });
  await client.call(swapInvite, { params: at, body: { email: address(), role: 'agent' } });
  expect(await client.call(getSeats, { params: at })).toEqual(before);
  const refused = await client.refusal(createInvite, {
    params: at,
    body: { email: address(), role: 'agent' },
  });
  expect(refused.problem.code).toBe('seat_limit_reached');
});

test('swaps an invite for one to the same address with another role', async () => {
  const { client, at, email } = await invited(4);
  const swapped = await client.call(swapInvite, { params: at, body: { email, role: 'admin' } });
  expect(swapped).toMatchObject({ email, role: 'admin', status: 'pending' });
  const { items } = await client.call(listInvites, { params: at });
  expect(items.map(({ id }) => id)).toEqual([swapped.id]);
});

test('rejects swapping an invite that is not open', async () => {
  const { client, at } = await invited();
  await client.call(revokeInvite, { params: at });
  const refused = await client.refusal(swapInvite, { params: at, body: { email: address(), role: 'agent' } });
  expect([refused.status, refused.problem.code]).toEqual([409, 'invite_not_open']);
});

test('lets exactly one of many concurrent swaps of an invite succeed', async () => {
  const { client, at } = await invited(4);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      client.call(swapInvite, { params: at, body: { email: address(), role: 'agent' } }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await client.call(getSeats, { params: at })).toMatchObject({ used: 4 });
  expect((await client.call(listInvites, { params: at, query: { status: 'pending' } })).total).toBe(1);
});

test('swaps once when the same idempotency key is sent twice', async () => {
  const { client, at } = await invited(4);
  const request = {
    params: at,
    body: { email: address(), role: 'agent' as const },
    headers: { 'Idempotency-Key': 'swap-1' },
  };
  const first = await client.call(swapInvite, request);
  expect(await client.call(swapInvite, request)).toEqual(first);
  expect((await client.call(listInvites, { params: at })).total).toBe(1);
});
