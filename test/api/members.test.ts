import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, getInvite, listInvites } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { changeMemberRole, listMembers, removeMember } from '#contract/member/api';
import { getOrganization, listOrganizations } from '#contract/organization/api';
import { getSeats } from '#contract/seat/api';
import { getMe } from '#contract/account/api';
import { insertMany } from '../../src/backend/database/insert-many.ts';
import { invites as invitesTable } from '../../src/backend/database/tables/invites.ts';
import { useServer } from './use-server.ts';

const server = useServer();

test('lists the members with role and dates', async () => {
  const { testData } = server();
  const { organizationId, owner, admin, agent } = await testData.team();
  const { items, total } = await (await server().as(admin)).call(listMembers, { params: { organizationId } });
  expect(total).toBe(3);
  expect(items.map(({ id, userId, email, role }) => ({ id, userId, email, role }))).toEqual([
    { id: admin.memberId, userId: admin.id, email: admin.email, role: 'admin' },
    { id: agent.memberId, userId: agent.id, email: agent.email, role: 'agent' },
    { id: owner.memberId, userId: owner.id, email: owner.email, role: 'owner' },
  ]);
});

test('shows when a member was last active and sorts by it', async () => {
  const { testData } = server();
  const { organizationId, admin, agent } = await testData.team();
  const client = await server().as(admin);
  await (await server().as(agent)).call(getSeats, { params: { organizationId } });
  const { items } = await client.call(listMembers, { params: { organizationId }, query: { sort: 'active' } });
  expect(items.map(({ role }) => role)).toEqual(['admin', 'agent', 'owner']);
  expect(items.map(({ lastActiveAt }) => lastActiveAt === null)).toEqual([false, false, true]);
});

test('filters members by role and search', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const jose = await testData.person({
    firstName: 'José',
    lastName: 'Álvarez-Núñez',
    email: 'j.alvarez+desk@example.test',
  });
  await testData.member(organizationId, jose, 'agent');
  const client = await server().as(owner);
  const find = async (query: { search?: string; role?: 'owner' | 'admin' | 'agent' }) =>
    (await client.call(listMembers, { params: { organizationId }, query })).items.map(
      ({ firstName }) => firstName,
    );
  expect(await find({ role: 'agent' })).toEqual(['Agnes', 'José']);
  expect(await find({ role: 'owner' })).toEqual(['Olga']);
  for (const search of ['jose', 'JOSÉ', 'nunez', 'alv', 'desk', 'j', 'nun alva', 'example jo']) {
    expect(await find({ search }), search).toEqual(['José']);
  }
  expect(await find({ search: 'a', role: 'admin' })).toEqual(['Adam']);
  for (const search of ['varez', 'ose', 'josee', '%', '*', 'j:*'])
    expect(await find({ search }), search).not.toContain('José');
});

test('applies a role change to the next request', async () => {
  const { testData } = server();
  const { organizationId, owner, admin, agent } = await testData.team();
  const params = { organizationId, memberId: agent.memberId };
  const agentClient = await server().as(agent);
  expect((await agentClient.refusal(listMembers, { params })).problem.code).toBe('forbidden');
  const changed = await (
    await server().as(admin)
  ).call(changeMemberRole, { params, body: { role: 'admin' } });
  expect(changed).toMatchObject({ id: agent.memberId, userId: agent.id, role: 'admin' });
  expect((await agentClient.call(listMembers, { params })).total).toBe(3);
  await (await server().as(owner)).call(changeMemberRole, { params, body: { role: 'agent' } });
  expect((await agentClient.refusal(listMembers, { params })).problem.code).toBe('forbidden');
  const { items } = await (
    await server().as(owner)
  ).call(listActivity, {
    params,
    query: { type: 'member.role_changed' },
  });
  expect(items).toHaveLength(2);
});

test("rejects raising one's own role and making a second owner", async () => {
  const { testData } = server();
  const { organizationId, admin, agent } = await testData.team();
  const own = { organizationId, memberId: agent.memberId };
  const refused = await (
    await server().as(agent)
  ).refusal(changeMemberRole, { params: own, body: { role: 'admin' } });
  expect(refused.problem.code).toBe('forbidden');
  const raised = await (
    await server().as(admin)
  ).raw({
    method: 'PATCH',
    path: `/api/organizations/${organizationId}/members/${admin.memberId}`,
    body: { role: 'owner' },
  });
  expect(raised.status).toBe(422);
});

test('rejects demoting or removing the owner by any role', async () => {
  const { testData } = server();
  const { organizationId, owner, admin } = await testData.team();
  const params = { organizationId, memberId: owner.memberId };
  const staff = await testData.person({ staff: true });
  for (const person of [owner, admin, staff]) {
    const client = await server().as(person);
    const demotion = await client.refusal(changeMemberRole, { params, body: { role: 'agent' } });
    expect(demotion.problem.code).toBe('owner_is_fixed');
    expect((await client.refusal(removeMember, { params })).problem.code).toBe('owner_is_fixed');
  }
  const { items } = await (await server().as(owner)).call(listMembers, { params, query: { role: 'owner' } });
  expect(items.map(({ userId }) => userId)).toEqual([owner.id]);
});

test('ends the access of a removed member immediately and frees the seat', async () => {
  const { testData } = server();
  const { organizationId, admin, agent } = await testData.team({ maxSeats: 3 });
  const params = { organizationId, memberId: agent.memberId };
  const agentClient = await server().as(agent);
  await agentClient.call(getOrganization, { params });
  const client = await server().as(admin);
  await client.call(removeMember, { params });
  expect((await agentClient.refusal(getOrganization, { params })).problem.code).toBe(
    'organization_not_found',
  );
  expect((await agentClient.call(listOrganizations, {})).items).toEqual([]);
  expect((await agentClient.call(getMe, {})).memberships).toEqual([]);
  expect(await client.call(getSeats, { params })).toMatchObject({ members: 2, used: 2, available: 1 });
  expect((await client.refusal(removeMember, { params })).problem.code).toBe('member_not_found');
  const { items } = await client.call(listActivity, { params, query: { type: 'member.removed' } });
  expect(items).toHaveLength(1);
  expect(items[0]?.subject).toContain(agent.email);
});

test('lets an agent leave and remove no other member', async () => {
  const { testData } = server();
  const { organizationId, admin, agent } = await testData.team();
  const client = await server().as(agent);
  const other = await client.refusal(removeMember, { params: { organizationId, memberId: admin.memberId } });
  expect(other.problem.code).toBe('forbidden');
  await client.call(removeMember, { params: { organizationId, memberId: agent.memberId } });
  const { items } = await (await server().as(admin)).call(listActivity, { params: { organizationId } });
  expect(items.map(({ type, actor }) => [type, actor?.id])).toEqual([['member.left', agent.id]]);
});

test('keeps the invites of a removed member unless they are revoked as well', async () => {
  const { testData } = server();
  for (const invites of ['keep', 'revoke', undefined] as const) {
    const { organizationId, owner, admin } = await testData.team({ maxSeats: 10 });
    const params = { organizationId };
    const invitation = { email: `door-${invites ?? 'default'}@example.test`, role: 'admin' as const };
    const sent = await (await server().as(admin)).call(createInvite, { params, body: invitation });
    const others = await (
      await server().as(owner)
    ).call(createInvite, {
      params,
      body: { email: 'other@example.test', role: 'agent' },
    });
    const client = await server().as(owner);
    await client.call(removeMember, {
      params: { organizationId, memberId: admin.memberId },
      ...(invites ? { query: { invites } } : {}),
    });
    const after = await client.call(getInvite, { params: { organizationId, inviteId: sent.id } });
    expect(after.status).toBe(invites === 'revoke' ? 'revoked' : 'pending');
    expect(after.invitedBy).toMatchObject({ id: admin.id });
    const open = await client.call(listInvites, { params });
    expect(open.items.map(({ id }) => id)).toContain(others.id);
    expect(await client.call(getSeats, { params })).toMatchObject({
      members: 2,
      pendingInvites: invites === 'revoke' ? 1 : 2,
    });
  }
});

test('revokes thousands of invites with their inviter in one step', async () => {
  const { testData } = server();
  const { organizationId, owner, admin } = await testData.team();
  const count = 12_000;
  const at = new Date();
  await testData.database.transaction((tx) =>
    insertMany(
      tx,
      invitesTable,
      Array.from({ length: count }, (_, n) => ({
        id: uuidv7(),
        organizationId,
        email: `many-${n}@example.test`,
        role: 'agent' as const,
        createdAt: at,
        expiresAt: new Date(at.getTime() + inviteLifetimeMs),
        lastSentAt: at,
        invitedBy: admin.id,
        search: [`many${n}`],
      })),
    ),
  );
  const params = { organizationId };
  const client = await server().as(owner);
  expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: count });
  await client.call(removeMember, {
    params: { organizationId, memberId: admin.memberId },
    query: { invites: 'revoke' },
  });
  expect(await client.call(getSeats, { params })).toMatchObject({ members: 2, pendingInvites: 0 });
  const revoked = await client.call(listActivity, { params, query: { type: 'invite.revoked' } });
  expect(revoked.total).toBe(count);
});

test('answers not_found for a member of another organization', async () => {
  const { testData } = server();
  const [mine, other] = [await testData.team(), await testData.team()];
  const params = { organizationId: mine.organizationId, memberId: other.agent.memberId };
  const client = await server().as(mine.owner);
  const foreign = await client.refusal(removeMember, { params });
  const missing = await client.refusal(removeMember, {
    params: { ...params, memberId: '00000000-0000-7000-8000-000000000000' },
  });
  const nonsense = await client.refusal(removeMember, { params: { ...params, memberId: 'no-such-member' } });
  expect(foreign.problem.code).toBe('member_not_found');
  expect([missing.problem, nonsense.problem]).toEqual([foreign.problem, foreign.problem]);
  const role = await client.refusal(changeMemberRole, { params, body: { role: 'admin' } });
  expect(role.problem).toEqual(foreign.problem);
});
