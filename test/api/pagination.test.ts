import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import type { Page } from '#contract/page';
import { createInvite, bulkInvite, listInvites, revokeInvite } from '#contract/invite/api';
import { listMembers } from '#contract/member/api';
import { listOrganizations } from '#contract/organization/api';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let team: Team;
let client: ApiClient;
let params: { organizationId: string };

beforeAll(async () => {
  const { testData } = server();
  team = await testData.team();
  client = await server().as(team.owner);
  params = { organizationId: team.organizationId };
  await client.call(bulkInvite, {
    params,
    body: {
      invites: Array.from({ length: 40 }, (_, n) => ({ email: `row-${n}@example.test`, role: 'agent' })),
    },
  });
  // Ten at the same moment, four times over: ties that only the id tells apart.
  await testData.database.pool.query(
    `update invites set created_at = now() - make_interval(hours => moved.at), expires_at = now() + make_interval(hours => 100 - moved.at)
     from (select id, (row_number() over (order by id) / 10)::int as at from invites where organization_id = $1) as moved
     where invites.id = moved.id`,
    [team.organizationId],
  );
  for (let n = 0; n < 12; n += 1) {
    await testData.member(
      team.organizationId,
      await testData.person({ firstName: 'Same', lastName: 'Name' }),
      'agent',
    );
  }
});

type Ask<Item> = (page: { limit: number; cursor?: string }) => Promise<Page<Item>>;

/** All items, page by page. */
async function readAll<Item>(
  ask: Ask<Item>,
  limit: number,
  between?: (page: number) => Promise<unknown>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  let page = 0;
  do {
    const answer: Page<Item> = await ask({ limit, ...(cursor === null ? {} : { cursor }) });
    expect(answer.items.length).toBeLessThanOrEqual(limit);
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor !== null) await between?.((page += 1));
  } while (cursor !== null);
  return items;
}

test.each(['created', 'expires', 'email'] as const)(
  'returns invites by %s in the same order for every page size',
  async (sort) => {
    const ask: Ask<{ id: string; createdAt: string; expiresAt: string; email: string }> = (page) =>
      client.call(listInvites, { params, query: { ...page, sort } });
    const all = (await ask({ limit: 200 })).items;
    expect(all).toHaveLength(40);
    for (const limit of [1, 3, 7, 40]) {
      expect((await readAll(ask, limit)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    }
    const keys = all.map(
      (invite) => ({ created: invite.createdAt, expires: invite.expiresAt, email: invite.email })[sort],
    );
    const sorted = keys.toSorted();
    expect(keys).toEqual(sort === 'created' ? sorted.toReversed() : sorted);
  },
);

test.each(['name', 'email', 'joined', 'active'] as const)(
  'returns members by %s in the same order for every page size',
  async (sort) => {
    const ask: Ask<{ id: string }> = (page) => client.call(listMembers, { params, query: { ...page, sort } });
    const all = (await ask({ limit: 200 })).items.map(({ id }) => id);
    expect(all).toHaveLength(15);
    for (const limit of [1, 4, 15]) expect((await readAll(ask, limit)).map(({ id }) => id)).toEqual(all);
  },
);

test('neither skips nor repeats rows when others are added or removed between pages', async () => {
  const before = await readAll(
    (page) => client.call(listInvites, { params, query: { ...page, sort: 'email' } }),
    200,
  );
  const gone = before[1];
  if (!gone) throw new Error('there are invites');
  const added: string[] = [];
  const during = await readAll(
    (page) => client.call(listInvites, { params, query: { ...page, sort: 'email' } }),
    5,
    async (page) => {
      // One before and one behind what was read so far, and one that was read is gone.
      for (const email of [`aa-${page}@example.test`, `zz-${page}@example.test`]) {
        added.push((await client.call(createInvite, { params, body: { email, role: 'agent' } })).id);
      }
      if (page === 1) await client.call(revokeInvite, { params: { ...params, inviteId: gone.id } });
    },
  );
  const ids = during.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !added.includes(id))).toEqual(before.map(({ id }) => id));
  for (const inviteId of added) await client.call(revokeInvite, { params: { ...params, inviteId } });
});

test('lists activity newest first, in the same order for every page size', async () => {
  const ask: Ask<{ id: string; at: string }> = (page) => client.call(listActivity, { params, query: page });
  const all = (await ask({ limit: 200 })).items;
  expect(all.length).toBeGreaterThan(40);
  const times = all.map(({ at }) => at);
  expect(times).toEqual(times.toSorted().toReversed());
  expect((await readAll(ask, 9)).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

test('filters activity by type, actor and time', async () => {
  const { items } = await client.call(listActivity, { params, query: { limit: 200 } });
  const [type, actor] = ['invite.revoked', team.owner.id] as const;
  const revoked = await client.call(listActivity, { params, query: { type, limit: 200 } });
  expect(revoked.items).toEqual(items.filter((entry) => entry.type === type));
  const own = await client.call(listActivity, { params, query: { actor, limit: 200 } });
  expect(own.total).toBe(items.length);
  expect((await client.call(listActivity, { params, query: { actor: team.agent.id } })).total).toBe(0);
  const middle = items[Math.floor(items.length / 2)]?.at;
  if (middle === undefined) throw new Error('there is activity');
  const from = await client.call(listActivity, { params, query: { from: middle, limit: 200 } });
  const to = await client.call(listActivity, { params, query: { to: middle, limit: 200 } });
  expect([...from.items, ...to.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
});

test.each(['name', 'usage', 'pending', 'expiring'] as const)(
  'returns organizations by %s in the same order for every page size',
  async (sort) => {
    const { testData } = server();
    for (let n = 0; n < 4; n += 1)
      await testData.organization({ owner: team.owner, name: 'Namesake', maxSeats: 5 + n });
    // They are counted anew each minute: not between two pages.
    await testData.recount();
    const ask: Ask<{ id: string }> = (page) => client.call(listOrganizations, { query: { ...page, sort } });
    const all = (await ask({ limit: 200 })).items.map(({ id }) => id);
    for (const limit of [1, 2, 5]) expect((await readAll(ask, limit)).map(({ id }) => id)).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  },
);

test('returns an exact total without a search, and at most a thousand with one', async () => {
  const { testData } = server();
  const big = await testData.team();
  const byOwner = await server().as(big.owner);
  const at = { organizationId: big.organizationId };
  for (const part of [0, 1]) {
    await byOwner.call(bulkInvite, {
      params: at,
      body: {
        invites: Array.from({ length: 600 }, (_, n) => ({
          email: `many-${part}-${n}@bulk.test`,
          role: 'agent',
        })),
      },
    });
  }
  expect(await byOwner.call(listInvites, { params: at, query: { limit: 1 } })).toMatchObject({
    total: 1200,
    totalIsCapped: false,
  });
  expect(await byOwner.call(listInvites, { params: at, query: { limit: 1, search: 'many' } })).toMatchObject({
    total: 1000,
    totalIsCapped: true,
  });
  expect(
    await byOwner.call(listInvites, { params: at, query: { limit: 1, search: 'many 17' } }),
  ).toMatchObject({
    total: 20 + 2,
    totalIsCapped: false,
  });
});

test('returns the total on an empty page after the last row', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const byOwner = await server().as(owner);
  const at = { organizationId };
  for (const n of [1, 2, 3]) {
    const body = { email: `last-${n}@example.test`, role: 'agent' } as const;
    await byOwner.call(createInvite, { params: at, body });
  }
  const first = { limit: 2, sort: 'email' } as const;
  const { items, nextCursor, total } = await byOwner.call(listInvites, { params: at, query: first });
  expect({ shown: items.length, total }).toEqual({ shown: 2, total: 3 });
  const { items: last } = await byOwner.call(listInvites, { params: at, query: { search: 'last-3' } });
  await byOwner.call(revokeInvite, { params: { ...at, inviteId: last[0]?.id ?? '' }, body: {} });
  for (const narrower of [{}, { role: 'agent' }, { role: 'agent', invitedBy: owner.id }] as const) {
    const query = { ...first, ...narrower, cursor: nextCursor ?? '' };
    expect(await byOwner.call(listInvites, { params: at, query })).toEqual({
      items: [],
      nextCursor: null,
      total: 2,
      totalIsCapped: false,
    });
  }
  const none = await byOwner.call(listInvites, { params: at, query: { role: 'admin' } });
  expect(none).toMatchObject({ items: [], total: 0 });
});

test('returns fifty rows by default and rejects a limit above two hundred', async () => {
  expect((await client.call(listActivity, { params })).items).toHaveLength(50);
  for (const limit of ['0', '201', '-1', 'x', '1.5']) {
    const answer = await client.raw({
      method: 'GET',
      path: `/api/organizations/${params.organizationId}/activity?limit=${limit}`,
    });
    expect(answer.status, limit).toBe(422);
  }
});

test('rejects a cursor that the list did not issue', async () => {
  const { nextCursor } = await client.call(listInvites, { params, query: { limit: 1, sort: 'email' } });
  const cursor = nextCursor ?? '';
  const ofAnotherSort = await client.refusal(listInvites, { params, query: { cursor, sort: 'created' } });
  expect(ofAnotherSort.problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'cursor' }] });
  const decoded = Buffer.from(cursor, 'base64url').toString();
  const cursors = [
    '',
    'x',
    cursor.slice(0, -2),
    Buffer.from(decoded.replaceAll(/[0-9a-f]{8}-/g, "x'; -")).toString('base64url'),
    Buffer.from('["email",{"a":1},"x"]').toString('base64url'),
    Buffer.from('null').toString('base64url'),
    Buffer.from(JSON.stringify(['email', 'a\u0000b', '00000000-0000-7000-8000-000000000000'])).toString(
      'base64url',
    ),
    Buffer.from(JSON.stringify(['created', 'not a time', '00000000-0000-7000-8000-000000000000'])).toString(
      'base64url',
    ),
  ];
  for (const bad of cursors) {
    for (const sort of ['email', 'created'] as const) {
      const answer = await client.raw({
        method: 'GET',
        path: `/api/organizations/${params.organizationId}/invites?${new URLSearchParams({ cursor: bad, sort })}`,
      });
      expect([200, 422], `${bad} ${sort}: ${answer.text}`).toContain(answer.status);
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 200 }), async (bad) => {
      const answer = await client.raw({
        method: 'GET',
        path: `/api/organizations/${params.organizationId}/invites?${new URLSearchParams({ cursor: bad })}`,
      });
      expect(answer.status).toBe(422);
    }),
    { numRuns: 100 },
  );
});
