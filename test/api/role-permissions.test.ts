import { beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../helpers/factories.ts';
import { resultOf, type RouteResult } from '../helpers/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const actors = ['owner', 'admin', 'agent', 'staff', 'staffMember', 'outsider'] as const;
type Actor = (typeof actors)[number];
const targets = ['owner', 'admin', 'agent', 'self'] as const;
type Target = (typeof targets)[number];
const roles = ['owner', 'admin', 'agent'] as const;

let staff: Person;
let staffMember: Person;
let outsider: Person;

beforeAll(async () => {
  const { testData } = server();
  [staff, staffMember, outsider] = await Promise.all([
    testData.person({ staff: true }),
    testData.person({ staff: true }),
    testData.person(),
  ]);
});

/** An owner, two admins and two agents, one of whom acts and one of whom is acted on, and staff who is an agent. */
async function createOrganization() {
  const { testData } = server();
  const team = await testData.team();
  const { organizationId } = team;
  const admin = await testData.member(organizationId, await testData.person(), 'admin');
  const agent = await testData.member(organizationId, await testData.person(), 'agent');
  const asAgent = await testData.member(organizationId, staffMember, 'agent');
  const people: Record<Actor, Person> = { ...team, staff, staffMember: asAgent, outsider };
  const memberIds: Record<Exclude<Target, 'self'>, string> = {
    owner: team.owner.memberId,
    admin: admin.memberId,
    agent: agent.memberId,
  };
  const own: Partial<Record<Actor, string>> = {
    owner: team.owner.memberId,
    admin: team.admin.memberId,
    agent: team.agent.memberId,
    staffMember: asAgent.memberId,
  };
  const targetOf = (actor: Actor, target: Target) => (target === 'self' ? own[actor] : memberIds[target]);
  const roleOf = async (memberId: string) => {
    const { rows } = await testData.database.pool.query<{ role: string }>(
      'select role from members where id = $1',
      [memberId],
    );
    return rows[0]?.role;
  };
  return { organizationId, people, targetOf, roleOf };
}

/** By the table "Who may do what": the result of changing the role of the target. */
function resultOfRoleChange(actor: Actor, target: Target, role: (typeof roles)[number]): RouteResult {
  if (role === 'owner') return 'validation_failed';
  if (actor === 'outsider') return 'organization_not_found';
  if (actor === 'agent') return 'forbidden';
  if (target === 'owner' || (target === 'self' && actor === 'owner')) return 'owner_is_fixed';
  // Staff may, but not for themselves.
  if (actor === 'staffMember' && target === 'self' && role === 'admin') return 'forbidden';
  return 200;
}

function resultOfRemoval(actor: Actor, target: Target): RouteResult {
  if (actor === 'outsider') return 'organization_not_found';
  if (target === 'owner' || (target === 'self' && actor === 'owner'))
    return actor === 'agent' ? 'forbidden' : 'owner_is_fixed';
  if (target === 'self') return 204;
  return actor === 'agent' ? 'forbidden' : 204;
}

function resultOfTransfer(actor: Actor, target: Target): RouteResult {
  if (actor === 'outsider') return 'organization_not_found';
  if (actor !== 'owner') return 'forbidden';
  return target === 'self' || target === 'owner' ? 'owner_is_fixed' : 200;
}

const pairs = actors.flatMap((actor) =>
  targets
    .filter((target) => target !== 'self' || !['staff', 'outsider'].includes(actor))
    .map((target) => ({ actor, target })),
);

describe('role changes by actor, target and new role', { tags: ['guard:own-role'] }, () => {
  test.each(pairs)('$actor changes $target', async ({ actor, target }) => {
    for (const role of roles) {
      const { organizationId, people, targetOf, roleOf } = await createOrganization();
      const memberId = targetOf(actor, target) ?? '';
      const before = await roleOf(memberId);
      const client = await server().as(people[actor]);
      const path = `/api/organizations/${organizationId}/members/${memberId}`;
      const answer = await client.raw({ method: 'PATCH', path, body: { role } });
      const expected = resultOfRoleChange(actor, target, role);
      expect(resultOf(answer), `to ${role}: ${answer.text}`).toBe(expected);
      expect(await roleOf(memberId)).toBe(expected === 200 ? role : before);
    }
  });
});

describe('member removal by actor and target', { tags: ['guard:owner-is-fixed'] }, () => {
  test.each(pairs)('$actor removes $target', async ({ actor, target }) => {
    const { organizationId, people, targetOf, roleOf } = await createOrganization();
    const memberId = targetOf(actor, target) ?? '';
    const before = await roleOf(memberId);
    const client = await server().as(people[actor]);
    const path = `/api/organizations/${organizationId}/members/${memberId}`;
    const answer = await client.raw({ method: 'DELETE', path });
    const expected = resultOfRemoval(actor, target);
    expect(resultOf(answer), answer.text).toBe(expected);
    expect(await roleOf(memberId)).toBe(expected === 204 ? undefined : before);
  });
});

describe('ownership transfer by actor and target', () => {
  test.each(pairs)('$actor transfers to $target', async ({ actor, target }) => {
    const { organizationId, people, targetOf, roleOf } = await createOrganization();
    const memberId = targetOf(actor, target) ?? '';
    const client = await server().as(people[actor]);
    const path = `/api/organizations/${organizationId}/ownership`;
    const body = { memberId, password: people[actor].password };
    const answer = await client.raw({ method: 'POST', path, body });
    const expected = resultOfTransfer(actor, target);
    expect(resultOf(answer), answer.text).toBe(expected);
    const { rows } = await server().testData.database.pool.query<{ id: string }>(
      `select id from members where organization_id = $1 and role = 'owner'`,
      [organizationId],
    );
    // There is one owner, always.
    expect(rows).toEqual([{ id: expected === 200 ? memberId : targetOf('owner', 'self') }]);
    expect(await roleOf(targetOf('owner', 'self') ?? '')).toBe(expected === 200 ? 'admin' : 'owner');
  });
});

describe('invites by actor and role', () => {
  test.each(actors)('%s invites', async (actor) => {
    for (const role of roles) {
      const { organizationId, people } = await createOrganization();
      const client = await server().as(people[actor]);
      const path = `/api/organizations/${organizationId}/invites`;
      const body = { email: `as-${role}-by-${actor}@example.test`, role };
      const answer = await client.raw({ method: 'POST', path, body });
      const allowed = actor === 'outsider' ? 'organization_not_found' : actor === 'agent' ? 'forbidden' : 201;
      expect(resultOf(answer), `${role}: ${answer.text}`).toBe(
        role === 'owner' ? 'validation_failed' : allowed,
      );
    }
  });
});
