import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bulkInvite, createInvite, resendInvite, revokeInvite, swapInvite } from '#contract/invite/api';
import { changeMemberRole, removeMember } from '#contract/member/api';
import { setSubscription } from '#contract/seat/api';
import { callRoute, resultOf, routeRows } from '../helpers/route-table.ts';
import { useServer } from './use-server.ts';
import { withSeatLock } from './with-seat-lock.ts';

const server = useServer();

// Nobody who is let in could get an answer while the seats are locked: what is answered has not waited for them.
test(
  'a stranger is refused without a lock, a queue or a write, and costs the others nothing',
  { tags: ['guard:authorize-before-key', 'guard:authorize-before-subscription'] },
  async () => {
    const { testData } = server();
    const { organizationId, owner, agent } = await testData.team();
    const client = await server().as(owner);
    const params = { organizationId };
    const { id: inviteId } = await client.call(createInvite, {
      params,
      body: { email: 'invited@example.test', role: 'agent' },
    });
    const stranger = await server().as(await testData.person());
    const rows = Array.from({ length: 1_000 }, (_, n) => ({ email: `row-${n}@example.test`, role: 'agent' }));
    const written = async (): Promise<unknown> =>
      (
        await testData.database.pool.query(`select
        (select count(*) from invites) invites, (select count(*) from idempotency_keys) keys,
        (select count(*) from activity) activity, (select count(*) from pgboss.job) jobs`)
      ).rows[0];
    const before = await written();

    await withSeatLock(testData, organizationId, async () => {
      const withKey = () => ({ headers: { 'Idempotency-Key': randomUUID() } });
      const invitation = { email: 'stranger@example.test', role: 'agent' as const };
      const inviteParams = { ...params, inviteId };
      const memberParams = { ...params, memberId: agent.memberId };
      const refusals = await Promise.all([
        ...Array.from({ length: 40 }, () =>
          stranger.refusal(bulkInvite, { params, body: { invites: rows }, ...withKey() }),
        ),
        stranger.refusal(createInvite, { params, body: invitation }),
        stranger.refusal(createInvite, { params, body: invitation, ...withKey() }),
        stranger.refusal(resendInvite, { params: inviteParams, ...withKey() }),
        stranger.refusal(revokeInvite, { params: inviteParams, ...withKey() }),
        stranger.refusal(changeMemberRole, { params: memberParams, body: { role: 'admin' } }),
        stranger.refusal(removeMember, { params: memberParams }),
        stranger.refusal(setSubscription, { params, body: { maxSeats: 1 } }),
        stranger.refusal(swapInvite, { params: inviteParams, body: invitation, ...withKey() }),
      ]);
      expect(new Set(refusals.map(({ problem }) => problem.code))).toEqual(
        new Set(['organization_not_found']),
      );
    });
    expect(await written()).toEqual(before);
  },
);

// The table has every route that the server has, which `permissions.test.ts` makes sure of.
test('a stranger is refused by every route of an organization while its seats are locked', async () => {
  const { testData } = server();
  const { organizationId, owner, agent } = await testData.team();
  const { id: inviteId } = await (
    await server().as(owner)
  ).call(createInvite, { params: { organizationId }, body: { email: 'kept@example.test', role: 'agent' } });
  const stranger = await server().as(await testData.person());
  const rows = routeRows.filter(({ route }) => route.includes('{organizationId}'));
  const ids = { organizationId, memberId: agent.memberId, inviteId, unique: 'stranger' };
  await withSeatLock(testData, organizationId, async () => {
    const answers = await Promise.all(rows.map((row) => callRoute(stranger, row, ids)));
    expect(answers.map((answer, index) => [rows[index]?.route, resultOf(answer)])).toEqual(
      rows.map(({ route }) => [route, 'organization_not_found']),
    );
  });
});
