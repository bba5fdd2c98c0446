import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { listInbox, type InboxItem } from '#contract/inbox/api';
import { listOrganizations } from '#contract/organization/api';
import { type OrganizationFilter, type OrganizationSort } from '#contract/organization/model';
import {
  findStaleCounters,
  refreshCounters,
} from '../../src/backend/organization/organization-counters-repository.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Person, Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';
import type { InboxKind } from '#contract/inbox/model';

const server = useServer();
const dayMs = 24 * 3_600_000;
let addresses = 0;

/** Counts at once what the server counts once in a while. */
async function count(): Promise<void> {
  const { orm } = server().testData.database;
  await refreshCounters(orm, await findStaleCounters(orm));
}

async function invite(
  team: Pick<Team, 'organizationId' | 'owner'>,
  given: { agedDays?: number; failed?: boolean } = {},
): Promise<string> {
  const { testData } = server();
  const client = await server().as(team.owner);
  const email = `inbox-${(addresses += 1)}@example.test`;
  if (given.failed) server().mailbox.refuse(email, { code: 550, message: 'No such mailbox' });
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  if (given.failed) {
    await expect
      .poll(async () => {
        const { rows } = await testData.database.pool.query<object>(
          'select delivery_status from invites where id = $1',
          [id],
        );
        return rows;
      })
      .toEqual([{ delivery_status: 'failed' }]);
  }
  if (given.agedDays !== undefined) await testData.age(id, given.agedDays * dayMs);
  return id;
}

/** One with a failed delivery, two that expire soon, one that is fine, one that has expired; and full. */
async function troubledTeam() {
  const { testData } = server();
  const team = await testData.team({ name: `Troubled ${(addresses += 1)}` });
  const failed = await invite(team, { failed: true });
  const later = await invite(team, { agedDays: 5.2 });
  const sooner = await invite(team, { agedDays: 6.5 });
  await invite(team);
  await invite(team, { agedDays: 8 });
  await testData.setSeats(team.organizationId, 7);
  return { team, failed, sooner, later };
}

async function allOf(client: ApiClient, query: { limit?: number; kind?: InboxKind } = {}) {
  const items: InboxItem[] = [];
  const totals = new Set<number>();
  let cursor: string | undefined;
  do {
    const page = await client.call(listInbox, { query: { ...query, ...(cursor ? { cursor } : {}) } });
    expect(page.items.length).toBeLessThanOrEqual(query.limit ?? 50);
    items.push(...page.items);
    totals.add(page.total);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect([...totals]).toEqual([items.length]);
  return items.map(({ kind, organization, invite: found }) => [kind, organization.id, found?.id]);
}

const ofOne = (client: Person) => server().as(client);

test('lists failed deliveries first, then invites that expire soon, then full organizations', async () => {
  const { team, failed, sooner, later } = await troubledTeam();
  await count();
  const { organizationId: id } = team;
  const expected = [
    ['failed', id, failed],
    ['expiring', id, sooner],
    ['expiring', id, later],
    ['full', id, undefined],
  ];
  for (const person of [team.owner, team.admin]) {
    const client = await ofOne(person);
    expect(await allOf(client)).toEqual(expected);
    for (const limit of [1, 2, 3]) expect(await allOf(client, { limit })).toEqual(expected);
    for (const kind of ['failed', 'expiring', 'full'] as const) {
      expect(await allOf(client, { kind, limit: 1 })).toEqual(expected.filter(([of]) => of === kind));
    }
  }
  const { items } = await (await ofOne(team.owner)).call(listInbox, {});
  expect(items[0]).toMatchObject({
    organization: { name: team.name, seats: { maxSeats: 7, members: 3, used: 7, available: 0 } },
    invite: { organizationId: id, delivery: { status: 'failed' } },
  });
});

test('lists nothing for agents, the managed organizations for an admin and all organizations for staff', async () => {
  const { testData } = server();
  const [{ team }, other] = [await troubledTeam(), await troubledTeam()];
  await testData.member(other.team.organizationId, team.admin, 'agent');
  await count();
  expect(await allOf(await ofOne(team.agent))).toEqual([]);
  const ids = new Set((await allOf(await ofOne(team.admin))).map(([, id]) => id));
  expect([...ids]).toEqual([team.organizationId]);
  const staff = await ofOne(await testData.person({ staff: true }));
  const everything = await allOf(staff, { limit: 3 });
  expect(everything).toEqual(await allOf(staff));
  for (const id of [team.organizationId, other.team.organizationId]) {
    expect(everything.filter(([, each]) => each === id)).toHaveLength(4);
  }
});

test('rejects a cursor of another kind or list', async () => {
  const { team } = await troubledTeam();
  const client = await ofOne(team.owner);
  const { nextCursor } = await client.call(listInbox, { query: { limit: 1 } });
  const cursors = [
    { cursor: nextCursor ?? '', kind: 'full' as const },
    {
      cursor: Buffer.from(
        JSON.stringify(['inbox', '2026-01-01T00:00:00.000Z', team.organizationId]),
      ).toString('base64url'),
    },
    { cursor: Buffer.from(JSON.stringify(['full', 'x', team.organizationId])).toString('base64url') },
    { cursor: 'nonsense' },
  ];
  for (const query of cursors) {
    const refused = await client.refusal(listInbox, { query });
    expect(refused.problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'cursor' }] });
  }
});

test('sorts and filters organizations by usage, pending, expiring, full and failed', async () => {
  const { testData } = server();
  const owner = await testData.person();
  const client = await ofOne(owner);
  const make = async (name: string, maxSeats: number | null) => {
    const made = await testData.organization({ owner, name, maxSeats });
    return { ...made, owner: { ...owner, memberId: made.ownerMemberId } };
  };
  const roomy = await make('Roomy', 10);
  const full = await make('Full', 2);
  const over = await make('Over', 2);
  const endless = await make('Endless', null);
  await invite(full);
  await invite(over, { failed: true });
  await invite(endless, { agedDays: 6 });
  await invite(endless, { agedDays: 6 });
  await invite(roomy, { agedDays: 6 });
  await testData.setSeats(over.organizationId, 1);
  await count();
  const names = async (query: { sort?: OrganizationSort; filter?: OrganizationFilter }) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.call(listOrganizations, {
        query: { ...query, limit: 1, ...(cursor ? { cursor } : {}) },
      });
      found.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };
  expect(await names({})).toEqual(['Endless', 'Full', 'Over', 'Roomy']);
  expect(await names({ sort: 'usage' })).toEqual(['Over', 'Full', 'Roomy', 'Endless']);
  expect((await names({ sort: 'pending' }))[0]).toBe('Endless');
  expect((await names({ sort: 'expiring' })).slice(0, 2)).toEqual(['Endless', 'Roomy']);
  expect(await names({ filter: 'full' })).toEqual(['Full', 'Over']);
  expect(await names({ filter: 'over' })).toEqual(['Over']);
  expect(await names({ filter: 'failed', sort: 'usage' })).toEqual(['Over']);
  expect(await names({ filter: 'expiring', sort: 'pending' })).toEqual(['Endless', 'Roomy']);
});

test('refreshes the counters of an organization shortly after a change', async () => {
  const { testData } = server();
  const team = await testData.team();
  const client = await ofOne(team.owner);
  await count();
  await invite(team);
  await testData.setSeats(team.organizationId, 1);
  await expect
    .poll(async () => (await client.call(listOrganizations, { query: { filter: 'over' } })).total)
    .toBe(1);
});
