import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createInvite, listInvites } from '#contract/invite';
import { changeMemberRole, removeMember } from '#contract/member';
import { getSeats } from '#contract/seat';
import { login, me } from '#contract/session';
import { Refused, type ApiClient } from '../support/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

/** Does `work` while nobody can decide a seat of the organization; lets go once `waiters` wait for that. */
async function whileLocked(
  organizationId: string,
  work: (waitFor: (waiters: number) => Promise<void>) => Promise<void>,
) {
  const { database } = server().world;
  await database.transaction(async (tx) => {
    await tx.execute(
      sql`select from organization_subscriptions where organization_id = ${organizationId} for update`,
    );
    await work(async (waiters) => {
      await expect
        .poll(
          async () => {
            const { rows } = await database.orm.execute(
              sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
            );
            return rows.length;
          },
          { timeout: 15_000 },
        )
        .toBe(waiters);
    });
  });
}

test('an admin whose removal came first opens no back door: their invite behind it is refused', async () => {
  const { world } = server();
  const team = await world.team();
  const owner = await server().as(team.owner);
  const admin = await server().as(team.admin);
  const { organizationId } = team;
  await world.database.pool.query(`update members set last_active_at = now() - interval '1 day'`);
  const acts: Promise<unknown>[] = [];
  await whileLocked(organizationId, async (waitFor) => {
    const params = { organizationId, memberId: team.admin.memberId };
    acts.push(owner.call(removeMember, { params, query: { invites: 'revoke' } }));
    await waitFor(1);
    const body = { email: 'accomplice@example.test', role: 'admin' } as const;
    acts.push(admin.refusal(createInvite, { params: { organizationId }, body }));
    await waitFor(2);
  });
  const [removed, refused] = await Promise.all(acts);
  expect(removed).toBeUndefined();
  expect(refused).toMatchObject({ problem: { code: 'organization_not_found' } });
  expect((await owner.call(listInvites, { params: { organizationId } })).items).toEqual([]);
});

test('staff who are members do not raise their own role', async () => {
  const { world } = server();
  const team = await world.team();
  const person = await world.person({ staff: true });
  const { memberId } = await world.member(team.organizationId, person, 'agent');
  const staff = await server().as(person);
  const params = { organizationId: team.organizationId, memberId };
  const refused = await staff.refusal(changeMemberRole, { params, body: { role: 'admin' } });
  expect(refused.problem.code).toBe('forbidden');
});

test('while many wait for one organization, another one is served, and none of the many is turned away', async () => {
  const { world } = server();
  const busy = await world.team({ maxSeats: null });
  const other = await world.team();
  const client = await server().as(busy.owner);
  const elsewhere = await server().as(other.owner);
  const params = { organizationId: busy.organizationId };
  const many: Promise<unknown>[] = [];
  await whileLocked(busy.organizationId, async (waitFor) => {
    for (let n = 0; n < 256; n += 1) {
      const body = { email: `n${n}@example.test`, role: 'agent' } as const;
      // Those with a key have a transaction each, the others are done together.
      const headers: Record<string, string> = n % 2 === 0 ? {} : { 'idempotency-key': `n${n}` };
      many.push(client.call(createInvite, { params, body, headers }));
    }
    await waitFor(9);
    await elsewhere.call(getSeats, { params: { organizationId: other.organizationId } });
  });
  await Promise.all(many);
  expect((await client.call(getSeats, { params })).pendingInvites).toBe(256);
});

test('invites that are asked for at once are answered each by itself: by its caller, its address and the seats left', async () => {
  const { world } = server();
  const team = await world.team({ maxSeats: 6 });
  const stranger = await world.team();
  const owner = await server().as(team.owner);
  const admin = await server().as(team.admin);
  const agent = await server().as(team.agent);
  const foreign = await server().as(stranger.owner);
  const { organizationId } = team;
  const ask = async (client: ApiClient, email: string) => {
    try {
      const body = { email, role: 'agent' } as const;
      const invite = await client.call(createInvite, { params: { organizationId }, body });
      return { email: invite.email, by: invite.invitedBy?.id };
    } catch (error) {
      if (error instanceof Refused) return error.problem.code;
      throw error;
    }
  };
  let answers: Promise<unknown[]> | undefined;
  await whileLocked(organizationId, async (waitFor) => {
    const first = ask(owner, 'first@example.test');
    await waitFor(1);
    answers = Promise.all([
      first,
      ask(admin, 'second@example.test'),
      ask(agent, 'third@example.test'),
      ask(foreign, 'fourth@example.test'),
      ask(owner, 'first@example.test'),
      ask(owner, team.agent.email),
    ]);
    // What is asked after them is answered: they have arrived, and wait together.
    await Promise.all([owner, admin, agent, foreign].map((client) => client.call(me, {})));
  });
  expect(await answers).toEqual([
    { email: 'first@example.test', by: team.owner.id },
    { email: 'second@example.test', by: team.admin.id },
    'forbidden',
    'organization_not_found',
    'invite_already_pending',
    'already_member',
  ]);
  // Three members and two invites of six seats: of three at once one finds it.
  const three = await Promise.all(['a', 'b', 'c'].map((name) => ask(admin, `${name}@example.test`)));
  expect(three.filter((answer) => answer === 'seat_limit_reached')).toHaveLength(2);
});

test('twenty right sign-ins of one account at once are no failures', async () => {
  const { email, password } = await server().world.person();
  const signIns = Array.from({ length: 20 }, () =>
    server().anonymous.call(login, { body: { email, password } }),
  );
  expect(await Promise.all(signIns)).toHaveLength(20);
});
