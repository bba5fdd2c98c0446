import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { registration } from '#contract/account/api';
import { normalizeEmail } from '#contract/email-address';
import { deliveryStatuses, expiringSoonMs, inviteFilters, inviteSorts } from '#contract/invite/model';
import { liveEvent } from '#contract/live/api';
import { memberSorts, roles } from '#contract/member/model';
import { foldText } from '#contract/text-order';
import type { Transaction } from '../../src/backend/database/database.ts';
import { insertMany } from '../../src/backend/database/insert-many.ts';
import { searchWords } from '../../src/backend/database/search.ts';
import { invites } from '../../src/backend/database/tables/invites.ts';
import { members } from '../../src/backend/database/tables/members.ts';
import { users } from '../../src/backend/database/tables/users.ts';
import { wireTime } from '../../src/backend/database/wire-time.ts';
import { fillInDemo } from '../../src/backend/demo/fill-in-demo.ts';
import { readEvents, replayEvents } from '../../src/backend/event-stream/event-repository.ts';
import { canReceive, type Subscription } from '../../src/backend/event-stream/subscription.ts';
import { findInvites } from '../../src/backend/invite/invite-list-repository.ts';
import { holdsSeat } from '../../src/backend/invite/invite-rules.ts';
import { toInvite, toListedInvite } from '../../src/backend/invite/invite-view.ts';
import { findMembers, memberKeys } from '../../src/backend/member/member-repository.ts';
import {
  findStaleCounters,
  refreshCounters,
} from '../../src/backend/organization/organization-counters-repository.ts';
import { findOrganizations } from '../../src/backend/organization/organization-list-repository.ts';
import { countOpenInvites } from '../../src/backend/organization/organization-repository.ts';
import { countSeats } from '../../src/backend/seat/seat-repository.ts';
import { seatsOf } from '../../src/backend/seat/seat-rules.ts';
import { fullName } from '../../src/backend/user/user.ts';
import { findUserNames } from '../../src/backend/user/user-repository.ts';
import { expiry } from '../../src/renderer/invite/invite-labels.ts';
import { inviteListPredicate } from '../../src/renderer/invite/invite-list-predicate.ts';
import { memberListPredicate } from '../../src/renderer/member/member-list-predicate.ts';
import { useDatabase } from './use-database.ts';

// Rules that exist both in SQL and in TypeScript: docs/decisions/104.
const harness = useDatabase();
const minuteMs = 60_000;
let ownerId: string;
let staffId: string;

beforeAll(async () => {
  staffId = (await harness().testData.person({ staff: true })).id;
  ownerId = (await harness().testData.person({ firstName: 'Olga', lastName: 'Owner' })).id;
});

interface GivenInvite {
  status: 'pending' | 'accepted' | 'declined' | 'revoked';
  /** From now to the expiry. */
  expiresInMs: number;
  createdAgoMs: number;
  role: 'admin' | 'agent';
  delivery: (typeof deliveryStatuses)[number];
  announced: boolean;
  local: string;
}

/** At these distances an invite changes what it is. */
const turns = [0, expiringSoonMs];
const atTurns = turns.flatMap((at) => [at - 1, at, at + 1]);
const betweenTurns = [
  -7 * 24 * 60 * minuteMs,
  -minuteMs,
  10 * minuteMs,
  expiringSoonMs - minuteMs,
  expiringSoonMs + minuteMs,
];

const givenInvites = (expiresInMs: number[]) =>
  fc.array(
    fc.record<GivenInvite>({
      status: fc.constantFrom('pending', 'pending', 'accepted', 'declined', 'revoked'),
      expiresInMs: fc.constantFrom(...expiresInMs),
      // Few, so that some are equal and the id decides.
      createdAgoMs: fc.constantFrom(1, 2, 3),
      role: fc.constantFrom('admin', 'agent'),
      delivery: fc.constantFrom(...deliveryStatuses),
      announced: fc.boolean(),
      // Letters on both sides of the surrogates of UTF-16.
      local: fc.constantFrom('a', 'b', 'ö', 'ﬀ', '﨎', '𐍈'),
    }),
    { maxLength: 12 },
  );

/** Writes an organization with these invites; `now` is the time that their expiries are counted from. */
async function addInvites(tx: Transaction, given: GivenInvite[], now: Date): Promise<string> {
  const { organizationId } = await harness().testData.organization({
    owner: await harness().testData.person(),
  });
  await insertMany(
    tx,
    invites,
    given.map(({ status, expiresInMs, createdAgoMs, role, delivery, announced, local }, n) => {
      const email = `${local}${n}@rules.test`;
      return {
        id: uuidv7(),
        organizationId,
        email,
        role,
        status,
        createdAt: new Date(now.getTime() - createdAgoMs),
        expiresAt: new Date(now.getTime() + expiresInMs),
        lastSentAt: now,
        recentSends: [],
        invitedBy: ownerId,
        deliveryStatus: delivery,
        openedAt: null,
        endedAt: status === 'pending' ? null : now,
        expiryAnnounced: announced && expiresInMs < 0,
        search: searchWords(email),
      };
    }),
  );
  return organizationId;
}

async function timeOf(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute<{ now: string }>(sql`select date_trunc('milliseconds', now()) as now`);
  return new Date(rows[0]?.now ?? '');
}

const rowsOf = (tx: Transaction, organizationId: string) =>
  tx
    .select()
    .from(invites)
    .where(sql`organization_id = ${organizationId}`);

describe('an invite', () => {
  test('has the same status, filters and sort order in lists as in the rules of server and app', async () => {
    await fc.assert(
      fc.asyncProperty(givenInvites([...atTurns, ...betweenTurns]), async (given) => {
        await harness().database.transaction(async (tx) => {
          const now = await timeOf(tx);
          const organizationId = await addInvites(tx, given, now);
          const rows = await rowsOf(tx, organizationId);
          const all = rows.map((invite) => toInvite({ invite, inviterName: 'Olga Owner' }, now));
          for (const status of inviteFilters) {
            for (const sort of inviteSorts) {
              const page = await findInvites(tx, organizationId, { status, sort, limit: 50 });
              const names = new Map([[ownerId, 'Olga Owner']]);
              const listed = page.items.map((invite) => toListedInvite(invite, organizationId, names));
              const predicate = inviteListPredicate({ status, sort, search: '' });
              expect(listed).toEqual(all.filter(predicate.matches).toSorted(predicate.compare));
            }
          }
        });
      }),
      { numRuns: 15 },
    );
  });

  test('has the same status in a live event as in the rules', async () => {
    await fc.assert(
      fc.asyncProperty(givenInvites([...atTurns, ...betweenTurns]), async (given) => {
        await harness().database.transaction(async (tx) => {
          const now = await timeOf(tx);
          const organizationId = await addInvites(tx, given, now);
          const rows = await rowsOf(tx, organizationId);
          const shown = rows.map((invite) => toInvite({ invite, inviterName: 'Olga Owner' }, now));
          const before = BigInt(
            (await harness().value('select coalesce(max(id), 0)::text from events')) as string,
          );
          await insertStoredEvents(
            tx,
            shown.map((invite, n) => ({
              id: before + BigInt(n + 1),
              organizationId,
              userId: null,
              type: 'invite.delivery',
              data: {
                invite: { ...invite, status: 'pending', delivery: null, sendCount: 0, endedAt: 'later' },
              },
            })),
          );
          const { events } = await replayEvents(tx, {
            subscription: { userId: ownerId, staff: true, roles: new Map(), organizationId },
            after: before,
            upTo: before + 1000n,
            limit: 100,
          });
          const told = events.map(({ data }) => (JSON.parse(data) as { invite: unknown }).invite);
          expect(told).toEqual(shown);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('seats and counters', () => {
  const given = {
    invites: givenInvites(betweenTurns),
    agents: fc.nat(3),
    /** How many seats are free, or too few; null: no limit. */
    slack: fc.constantFrom(-1, 0, 1, null),
  };

  test('match the rules applied to the rows of an organization', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(given), async ({ invites: wanted, agents, slack }) => {
        const { database, testData } = harness();
        const now = new Date();
        const organizationId = await database.transaction((tx) => addInvites(tx, wanted, now));
        for (let n = 0; n < agents; n += 1)
          await testData.member(organizationId, await testData.person(), 'agent');
        const rows = await database.transaction((tx) => rowsOf(tx, organizationId));

        const used = 1 + agents + rows.filter((row) => holdsSeat(row, now)).length;
        const maxSeats = slack === null ? null : Math.max(0, used + slack);
        await testData.setSeats(organizationId, maxSeats);
        const counted = (await countSeats(database.orm, [organizationId])).get(organizationId);
        const seats = seatsOf({
          maxSeats,
          members: 1 + agents,
          pendingInvites: rows.filter((row) => holdsSeat(row, counted?.now ?? now)).length,
        });
        expect(counted && seatsOf(counted)).toEqual(seats);

        const shown = rows.map((invite) => toInvite({ invite, inviterName: null }, now));
        const countOf = (matches: (invite: (typeof shown)[number]) => boolean) =>
          shown.filter(matches).length;
        const isOpen = (invite: (typeof shown)[number]) => ['pending', 'expired'].includes(invite.status);
        const soon = countOf((invite) => expiry(invite, now.getTime()) === 'soon');
        const failed = countOf((invite) => isOpen(invite) && invite.delivery.status === 'failed');
        const open = await countOpenInvites(database.orm, [organizationId]);
        expect(open.get(organizationId)).toEqual(
          shown.some(isOpen)
            ? {
                pending: countOf(({ status }) => status === 'pending'),
                expired: countOf(({ status }) => status === 'expired'),
                expiringSoon: soon,
                failed,
              }
            : undefined,
        );
        for (const status of inviteFilters) {
          const { total } = await findInvites(database.orm, organizationId, {
            status,
            sort: 'created',
            limit: 1,
          });
          const expected = countOf(
            inviteListPredicate({ status, sort: 'created', search: '' }).matches as never,
          );
          // A page without rows says that there are none.
          expect(total).toBe(expected);
        }

        const { items: listed } = await findOrganizations(database.orm, staffId, {
          sort: 'name',
          limit: 200,
        });
        expect(listed.find(({ id }) => id === organizationId)).toMatchObject({
          role: null,
          seats,
          openInvites: {
            pending: seats.pendingInvites,
            expired: countOf(({ status }) => status === 'expired'),
            expiringSoon: soon,
            failed,
          },
        });

        await database.transaction((tx) => refreshCounters(tx, [organizationId]));
        const filtered = async (filter: 'full' | 'over' | 'expiring' | 'failed') => {
          const query = { filter, sort: 'name', limit: 200 } as const;
          const { items } = await findOrganizations(database.orm, staffId, query);
          return items.some(({ id }) => id === organizationId);
        };
        expect({
          full: await filtered('full'),
          over: await filtered('over'),
          expiring: await filtered('expiring'),
          failed: await filtered('failed'),
        }).toEqual({
          full: seats.available === 0,
          over: maxSeats !== null && seats.used > maxSeats,
          expiring: soon > 0,
          failed: failed > 0,
        });
      }),
      { numRuns: 15 },
    );
  });
});

/** A name as registration lets it through, or an only name. */
const registeredName = fc
  .record({
    firstName: fc.string({ unit: 'grapheme', maxLength: 6 }),
    lastName: fc.oneof(
      fc.constantFrom('', '﨎', '𐍈', 'Ünal', 'unal', 'UNAL', 'Ωmega', "O'Neil-Smith", '\\', 'a.b', ' \u00a0'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
  })
  .map((name) => registration.safeParse({ ...name, password: 'correct horse battery' }).data)
  .filter((name) => name !== undefined)
  // What PostgreSQL cannot hold is refused.
  .filter(
    ({ firstName, lastName }) => !/\0/.test(firstName + lastName) && (firstName + lastName).isWellFormed(),
  );

const names = fc.oneof(
  { weight: 4, arbitrary: registeredName },
  fc.constantFrom({ firstName: 'Prince', lastName: '' }, { firstName: '', lastName: 'Madonna' }),
);

describe('people', () => {
  /** An organization with members of these names. */
  async function addMembers(given: { firstName: string; lastName: string }[]) {
    const { database, testData } = harness();
    const { organizationId } = await testData.organization({ owner: await testData.person() });
    const people = given.map(({ firstName, lastName }, n) => ({
      id: uuidv7(),
      firstName,
      lastName,
      email:
        normalizeEmail(`${['x', 'é', '﨎', '𐍈'][n % 4]}.${n}.${organizationId.slice(-6)}@people.test`) ?? '',
      passwordHash: 'none',
    }));
    await database.transaction(async (tx) => {
      await insertMany(tx, users, people);
      await insertMany(
        tx,
        members,
        people.map((person, n) => ({
          id: uuidv7(),
          organizationId,
          userId: person.id,
          role: 'agent' as const,
          joinedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, n % 3)),
          lastActiveAt: n % 2 === 0 ? null : new Date(Date.UTC(2026, 1, 1, 0, 0, n % 3)),
          ...memberKeys(person),
        })),
      );
    });
    return { organizationId, people };
  }

  test('have the same display name in SQL and TypeScript', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 10 }), async (given) => {
        const { people } = await addMembers(given);
        const found = await findUserNames(
          harness().database.orm,
          people.map(({ id }) => id),
        );
        const byId = new Map(found.map(({ id, name }) => [id, name]));
        for (const person of people) expect(byId.get(person.id)).toBe(fullName(person));
      }),
      { numRuns: 20 },
    );
  });

  test('are sorted in SQL as in the app', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(names, { minLength: 2, maxLength: 20 }), async (given) => {
        const { organizationId } = await addMembers(given);
        for (const sort of memberSorts) {
          const { items } = await findMembers(harness().database.orm, organizationId, { sort, limit: 50 });
          const { compare } = memberListPredicate({ role: 'all', sort, search: '' });
          expect(items).toHaveLength(given.length + 1);
          expect(items).toEqual(items.toSorted(compare));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('are found by the search words of their names and emails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(names, { minLength: 1, maxLength: 8 }),
        fc.array(fc.record({ person: fc.nat(7), word: fc.nat(3), length: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: 2,
        }),
        async (given, wanted) => {
          const { organizationId, people } = await addMembers(given);
          const wordsOf = ({ firstName, lastName, email }: (typeof people)[number]) =>
            searchWords(firstName, lastName, email);
          const search = wanted
            .map(({ person, word, length }) => {
              const words = people.map(wordsOf)[person % people.length] ?? [];
              return Array.from(words[word % words.length] ?? 'x')
                .slice(0, length)
                .join('');
            })
            .join(' ');
          const beginnings = searchWords(search);
          const expected = people.filter((person) =>
            beginnings.every((beginning) => wordsOf(person).some((word) => word.startsWith(beginning))),
          );
          const { items } = await findMembers(harness().database.orm, organizationId, {
            sort: 'name',
            limit: 50,
            search,
          });
          const found = people.filter(({ id }) => items.some(({ userId }) => userId === id));
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('are folded by the database as by this release where an earlier one has written them', async () => {
    const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const letter = fc.constantFrom(...Array.from("łŁøØđĐðÐħĦŧŦıİŋŊĸ’‘‛ʼ'ßẞæÆœŒþÞaZéÉ ﬁ"));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: letter }), fc.string({ unit: 'grapheme' })),
        async (text) => {
          fc.pre(!text.includes('\0'));
          expect(await harness().value('select fold_letters($1)', [folded(text)])).toBe(foldText(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('have the same search words in any Unicode form', async () => {
    const { testData, value } = harness();
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const { organizationId, people } = await addMembers([name]);
        const other = await testData.organization({ owner: await testData.person() });
        const [person] = people;
        if (!person) throw new Error('nobody was added');
        await testData.member(other.organizationId, { ...person, password: '' }, 'agent');
        const wordsIn = (id: string) =>
          value('select search::text from members where organization_id = $1 and user_id = $2', [
            id,
            person.id,
          ]);
        expect(await wordsIn(other.organizationId)).toBe(await wordsIn(organizationId));
      }),
      { numRuns: 15 },
    );
  });
});

/** Writes events as they are stored. */
async function insertStoredEvents(
  tx: Pick<Transaction, 'execute'>,
  events: { id: bigint; organizationId: string | null; userId: string | null; type: string; data: object }[],
): Promise<void> {
  for (const { id, organizationId, userId, type, data } of events) {
    await tx.execute(sql`insert into events (id, organization_id, user_id, type, data, at)
      values (${id}, ${organizationId}::uuid, ${userId}::uuid, ${type}, ${JSON.stringify(data)}::jsonb, now())`);
  }
}

describe('live events', () => {
  test('are replayed to the subscriptions that receive them live', async () => {
    const [one, other] = [uuidv7(), uuidv7()];
    const [me, somebody] = [uuidv7(), uuidv7()];
    const event = fc.record({
      organizationId: fc.constantFrom(one, other, null),
      userId: fc.constantFrom(me, somebody, null),
      type: fc.constantFrom<string>(
        ...liveEvent.options.flatMap(({ shape }) => [...shape.type.values]),
        'session.ended',
      ),
    });
    const role = fc.option(fc.constantFrom(...roles), { nil: undefined });
    const subscriptions = fc
      .record({
        staff: fc.boolean(),
        one: role,
        other: role,
        organizationId: fc.constantFrom(one, other, undefined),
      })
      .map(({ staff, organizationId, ...given }): Subscription => {
        const known = [
          ...(given.one ? [[one, given.one] as const] : []),
          ...(given.other ? [[other, given.other] as const] : []),
        ];
        return { userId: me, staff, organizationId, roles: new Map(known) };
      });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), subscriptions, async (given, subscription) => {
        await harness().database.transaction(async (tx) => {
          await tx.execute(sql`delete from events`);
          await insertStoredEvents(
            tx,
            // Noted invites are another test's.
            given
              .filter(({ type }) => type !== 'invite.delivery' && type !== 'invite.opened')
              .map((row, n) => ({ ...row, id: BigInt(n + 1), data: {} })),
          );
          const { events } = await readEvents(tx, 0n, 100);
          const replayed = await replayEvents(tx, { subscription, after: 0n, upTo: 1000n, limit: 100 });
          expect(replayed.events).toEqual(events.filter((one) => canReceive(subscription, one)));
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('times', () => {
  test('are formatted alike in SQL and TypeScript', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        async (time) => {
          const { value } = harness();
          const text = (await value('select $1::timestamptz::text', [time.toISOString()])) as string;
          expect(wireTime(text)).toBe(time.toISOString());
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('the demo data has the same counters as the server computes', async () => {
  const { database } = harness();
  await database.pool.query('truncate users, organizations cascade');
  expect(await fillInDemo(database, 'small')).toBe(true);
  expect(await findStaleCounters(database.orm)).toEqual([]);
});
