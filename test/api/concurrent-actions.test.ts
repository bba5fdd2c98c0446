import { expect, test } from 'vitest';
import { createInvite, listInvites } from '#contract/invite/api';
import { changeMemberRole, removeMember } from '#contract/member/api';
import { getSeats } from '#contract/seat/api';
import { signIn } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { Refused } from '../helpers/api-client.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';
import { withSeatLock } from './with-seat-lock.ts';

const server = useServer();

test('rejects an invite by an admin whose removal was queued first', async () => {
  const { testData } = server();
  const team = await testData.team();
  const owner = await server().as(team.owner);
  const admin = await server().as(team.admin);
  const { organizationId } = team;
  await testData.database.pool.query(`update members set last_active_at = now() - interval '1 day'`);
  const acts: Promise<unknown>[] = [];
  await withSeatLock(testData, organizationId, async (waitFor) => {
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

test('does not let staff members raise their own role', async () => {
  const { testData } = server();
  const team = await testData.team();
  const person = await testData.person({ staff: true });
  const { memberId } = await testData.member(team.organizationId, person, 'agent');
  const staff = await server().as(person);
  const params = { organizationId: team.organizationId, memberId };
  const refused = await staff.refusal(changeMemberRole, { params, body: { role: 'admin' } });
  expect(refused.problem.code).toBe('forbidden');
});

test('serves another organization while 256 invites wait for one, and completes them all', async () => {
  const { testData } = server();
  const busy = await testData.team({ maxSeats: null });
  const other = await testData.team();
  const client = await server().as(busy.owner);
  const elsewhere = await server().as(other.owner);
  const params = { organizationId: busy.organizationId };
  const many: Promise<unknown>[] = [];
  await withSeatLock(testData, busy.organizationId, async (waitFor) => {
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

test('decides concurrent invites one by one, by caller, address and free seats', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 6 });
  const stranger = await testData.team();
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
  await withSeatLock(testData, organizationId, async (waitFor) => {
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
    await Promise.all([owner, admin, agent, foreign].map((client) => client.call(getMe, {})));
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

test('counts no failures for twenty concurrent sign-ins with the right password', async () => {
  const { email, password } = await server().testData.person();
  const signIns = Array.from({ length: 20 }, () =>
    server().anonymous.call(signIn, { body: { email, password } }),
  );
  expect(await Promise.all(signIns)).toHaveLength(20);
});
