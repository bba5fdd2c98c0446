import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { changeMemberRole, listMembers, removeMember, transferOwnership } from '#contract/member/api';
import { getOrganization } from '#contract/organization/api';
import type { Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const handing = ({ organizationId, owner }: Team, memberId: string, password = owner.password) => ({
  params: { organizationId },
  body: { memberId, password },
});

async function ownersOf({ organizationId }: Team): Promise<string[]> {
  const { rows } = await server().testData.database.pool.query<{ user_id: string }>(
    `select user_id from members where organization_id = $1 and role = 'owner'`,
    [organizationId],
  );
  return rows.map(({ user_id }) => user_id);
}

test('transfers the ownership immediately, makes the old owner an admin and records it', async () => {
  const team = await server().testData.team();
  const { organizationId, owner, agent } = team;
  const [old, next] = [await server().as(owner), await server().as(agent)];
  const stream = await server().listen(owner, { organizationId });
  const made = await old.call(transferOwnership, handing(team, agent.memberId));
  expect(made).toMatchObject({ id: agent.memberId, userId: agent.id, role: 'owner' });
  expect(await ownersOf(team)).toEqual([agent.id]);
  const params = { organizationId };
  expect((await old.call(getOrganization, { params })).role).toBe('admin');
  expect((await next.call(getOrganization, { params })).role).toBe('owner');
  const changes = [await stream.next('member.role_changed'), await stream.next('member.role_changed')];
  expect(changes.map(({ data }) => [data.member.id, data.member.role])).toEqual([
    [owner.memberId, 'admin'],
    [agent.memberId, 'owner'],
  ]);
  const { items } = await old.call(listActivity, {
    params,
    query: { type: 'member.ownership_transferred' },
  });
  expect(items).toMatchObject([{ actor: { id: owner.id } }]);
  expect(items[0]?.subject).toContain(agent.email);
  expect(items[0]?.detail).toContain(owner.email);
  // The one can be removed now, the other no more.
  const remove = { query: { invites: 'keep' as const } };
  const fixed = await old.refusal(removeMember, {
    params: { ...params, memberId: agent.memberId },
    ...remove,
  });
  expect(fixed.problem.code).toBe('owner_is_fixed');
  await next.call(removeMember, { params: { ...params, memberId: owner.memberId }, ...remove });
});

test('rejects a transfer by anyone but the owner, or with a wrong password', async () => {
  const { testData } = server();
  const team = await testData.team();
  const staff = await testData.person({ staff: true });
  for (const person of [team.admin, team.agent, staff]) {
    const refused = await (
      await server().as(person)
    ).refusal(transferOwnership, handing(team, team.admin.memberId));
    expect(refused.problem.code, person.email).toBe('forbidden');
  }
  const client = await server().as(team.owner);
  const wrong = await client.refusal(
    transferOwnership,
    handing(team, team.admin.memberId, 'not the password'),
  );
  expect([wrong.status, wrong.problem.code]).toEqual([401, 'invalid_credentials']);
  expect(await ownersOf(team)).toEqual([team.owner.id]);
});

test('rejects a transfer to anyone but another member of the organization', async () => {
  const { testData } = server();
  const [team, other] = [await testData.team(), await testData.team()];
  const client = await server().as(team.owner);
  for (const memberId of [
    other.admin.memberId,
    'nonsense',
    '00000000-0000-7000-8000-000000000000',
    team.owner.id,
  ]) {
    expect((await client.refusal(transferOwnership, handing(team, memberId))).problem.code).toBe(
      'member_not_found',
    );
  }
  const own = await client.refusal(transferOwnership, handing(team, team.owner.memberId));
  expect(own.problem.code).toBe('owner_is_fixed');
  expect(await ownersOf(team)).toEqual([team.owner.id]);
});

test('transfers to one of two members when both transfers are sent concurrently', async () => {
  const team = await server().testData.team();
  const client = await server().as(team.owner);
  const outcomes = await Promise.allSettled(
    [team.admin, team.agent, team.admin, team.agent].map(({ memberId }) =>
      client.call(transferOwnership, handing(team, memberId)),
    ),
  );
  const made = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(made).toHaveLength(1);
  expect(await ownersOf(team)).toEqual([made[0]?.value.userId]);
});

test('keeps exactly one owner when a transfer and a removal or demotion are concurrent', async () => {
  for (let round = 0; round < 5; round += 1) {
    const team = await server().testData.team();
    const [client, admin] = [await server().as(team.owner), await server().as(team.admin)];
    const params = { organizationId: team.organizationId, memberId: team.agent.memberId };
    await Promise.allSettled([
      client.call(transferOwnership, handing(team, team.agent.memberId)),
      admin.call(removeMember, { params }),
      admin.call(changeMemberRole, { params, body: { role: 'admin' } }),
    ]);
    expect(await ownersOf(team)).toHaveLength(1);
    const { items } = await client.call(listMembers, { params });
    expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
  }
});

test('lets a member leave with the id "me"', async () => {
  const { testData } = server();
  const team = await testData.team();
  const params = { organizationId: team.organizationId, memberId: 'me' };
  const client = await server().as(team.agent);
  await client.call(removeMember, { params });
  expect((await client.refusal(getOrganization, { params })).problem.code).toBe('organization_not_found');
  const { items } = await (
    await server().as(team.owner)
  ).call(listActivity, { params, query: { type: 'member.left' } });
  expect(items).toMatchObject([{ actor: { id: team.agent.id } }]);
  const owner = await (await server().as(team.owner)).refusal(removeMember, { params });
  expect(owner.problem.code).toBe('owner_is_fixed');
  const staff = await server().as(await testData.person({ staff: true }));
  expect((await staff.refusal(removeMember, { params })).problem.code).toBe('member_not_found');
});
