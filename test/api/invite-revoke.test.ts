import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, createInviteLink, getInvite, revokeInvite } from '#contract/invite/api';
import { getSeats } from '#contract/seat/api';
import { linkIn } from '../helpers/mailbox.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function invited(email: string, maxSeats: number | null = null) {
  const team = await server().testData.team({ maxSeats });
  const client = await server().as(team.admin);
  const invite = await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  const params = { organizationId: team.organizationId, inviteId: invite.id };
  return { team, client, invite, params, link: linkIn(await server().mailbox.next(email)) };
}

test('invalidates the link and frees the seat of a revoked invite immediately', async () => {
  const { client, invite, params, link } = await invited('revoked@example.test', 4);
  expect((await fetch(link)).status).toBe(200);
  expect(await client.call(getSeats, { params })).toMatchObject({ available: 0 });
  const revoked = await client.call(revokeInvite, { params, body: {} });
  expect(revoked).toMatchObject({ id: invite.id, status: 'revoked', email: 'revoked@example.test' });
  expect(Date.parse(revoked.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(invite.createdAt));
  expect((await fetch(link)).status).toBe(410);
  expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: 0, used: 3, available: 1 });
  const { items } = await client.call(listActivity, { params, query: { type: 'invite.revoked' } });
  expect(items.map(({ subject }) => subject)).toEqual(['revoked@example.test']);
  const { timeline } = await client.call(getInvite, { params });
  // That the mail went out may be written down a moment later.
  expect(timeline.map(({ event }) => event)).toContain('revoked');
});

test('revokes an expired invite without freeing a seat', async () => {
  const { testData } = server();
  const { client, invite, params } = await invited('expired@example.test', 5);
  await testData.age(invite.id, 8 * 24 * 60 * 60 * 1000);
  const before = await client.call(getSeats, { params });
  expect(await client.call(revokeInvite, { params })).toMatchObject({ status: 'revoked' });
  expect(await client.call(getSeats, { params })).toEqual(before);
});

test('rejects revoking an ended invite', async () => {
  const { testData } = server();
  for (const status of ['accepted', 'declined', 'revoked']) {
    const { client, invite, params } = await invited(`${status}@example.test`);
    await testData.database.pool.query('update invites set status = $2, ended_at = now() where id = $1', [
      invite.id,
      status,
    ]);
    const refused = await client.refusal(revokeInvite, { params });
    expect([refused.status, refused.problem.code]).toEqual([409, 'invite_not_open']);
    const link = await client.refusal(createInviteLink, { params });
    expect([link.status, link.problem.code]).toEqual([409, 'invite_not_open']);
  }
});

test('lets exactly one of two concurrent revocations succeed', async () => {
  const { client, params } = await invited('raced@example.test', 10);
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, () => client.call(revokeInvite, { params })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { items } = await client.call(listActivity, { params, query: { type: 'invite.revoked' } });
  expect(items).toHaveLength(1);
});

test('allows inviting the address of a revoked invite again, with another link', async () => {
  const { mailbox } = server();
  const { client, invite, params, link } = await invited('anew@example.test', 4);
  await client.call(revokeInvite, { params });
  const second = await client.call(createInvite, {
    params,
    body: { email: 'anew@example.test', role: 'admin' },
  });
  expect(second.id).not.toBe(invite.id);
  expect(linkIn(await mailbox.next('anew@example.test'))).not.toBe(link);
});

test('creates a copied link that differs from the emailed one, and records it', async () => {
  const { client, params, link } = await invited('copied@example.test');
  const { url } = await client.call(createInviteLink, { params, body: {} });
  expect(url).toMatch(new RegExp(`^${server().url}/support/invite/[\\w.~-]{43,}$`));
  expect(url).not.toBe(link);
  expect((await fetch(url)).status).toBe(200);
  expect(await client.call(createInviteLink, { params })).toEqual({ url });
  const { items } = await client.call(listActivity, { params, query: { type: 'invite.link_copied' } });
  expect(items.map(({ subject }) => subject)).toEqual(['copied@example.test', 'copied@example.test']);
  const { timeline } = await client.call(getInvite, { params });
  expect(timeline.filter(({ event }) => event === 'link_copied')).toHaveLength(2);
  await client.call(revokeInvite, { params });
  expect((await fetch(url)).status).toBe(410);
});
