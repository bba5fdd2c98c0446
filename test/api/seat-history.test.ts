import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { getSeatHistory } from '#contract/seat/api';
import { refreshCounters } from '../../src/backend/organization/organization-counters-repository.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const dayMs = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
const dayOf = (time: Date) => time.toISOString().slice(0, 10);

async function teamWithHistory() {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 10 });
  const keep = (days: number, maxSeats: number | null, members: number, pending: number) =>
    testData.database.pool.query(
      `insert into seat_history (organization_id, day, max_seats, members, pending_invites) values ($1, $2, $3, $4, $5)`,
      [team.organizationId, dayOf(daysAgo(days)), maxSeats, members, pending],
    );
  await keep(40, 5, 1, 0);
  await keep(20, null, 2, 4);
  await keep(3, 10, 3, 1);
  return { team, params: { organizationId: team.organizationId } };
}

test('returns a point for each of the last thirty days, the last one up to date', async () => {
  const { team, params } = await teamWithHistory();
  const client = await server().as(team.agent);
  const { points } = await client.call(getSeatHistory, { params });
  expect(points).toHaveLength(30);
  expect(points.map(({ at }) => at.slice(0, 10))).toEqual(
    Array.from({ length: 30 }, (_, index) => dayOf(daysAgo(29 - index))),
  );
  expect(points[0]).toMatchObject({ maxSeats: 5, members: 1, pendingInvites: 0 });
  expect(points[8]).toMatchObject({ maxSeats: 5, members: 1, pendingInvites: 0 });
  expect(points[9]).toMatchObject({ maxSeats: null, members: 2, pendingInvites: 4 });
  expect(points[28]).toMatchObject({ maxSeats: 10, members: 3, pendingInvites: 1 });
  expect(points[29]).toMatchObject({ maxSeats: 10, members: 3, pendingInvites: 0 });
});

test('returns the requested period without days before the first record or in the future', async () => {
  const { team, params } = await teamWithHistory();
  const client = await server().as(team.owner);
  const days = async (from: number, to: number) =>
    (
      await client.call(getSeatHistory, {
        params,
        query: { from: daysAgo(from).toISOString(), to: daysAgo(to).toISOString() },
      })
    ).points.map(({ at }) => at.slice(0, 10));
  expect(await days(42, 38)).toEqual([40, 39, 38].map((day) => dayOf(daysAgo(day))));
  expect(await days(90, 60)).toEqual([]);
  expect(await days(0, -5)).toEqual([dayOf(new Date())]);
  expect(await days(-2, -5)).toEqual([]);
  for (const [from, to] of [
    [1, 2],
    [400, 1],
  ] as const) {
    const query = { from: daysAgo(from).toISOString(), to: daysAgo(to).toISOString() };
    const refused = await client.refusal(getSeatHistory, { params, query });
    expect(refused.problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'from' }] });
  }
});

test('stores a day when something has changed', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 10 });
  const params = { organizationId: team.organizationId };
  const kept = async () => {
    const { rows } = await testData.database.pool.query<object>(
      `select day::text, max_seats, members, pending_invites from seat_history where organization_id = $1 order by day`,
      [team.organizationId],
    );
    return rows;
  };
  const refresh = () => refreshCounters(testData.database.orm, [team.organizationId]);
  await refresh();
  const today = { day: dayOf(new Date()), max_seats: 10, members: 3, pending_invites: 0 };
  expect(await kept()).toEqual([today]);
  await (
    await server().as(team.owner)
  ).call(createInvite, { params, body: { email: 'history@example.test', role: 'agent' } });
  await refresh();
  expect(await kept()).toEqual([{ ...today, pending_invites: 1 }]);
  await testData.database.pool.query(`update seat_history set day = day - 1 where organization_id = $1`, [
    team.organizationId,
  ]);
  await refresh();
  expect(await kept()).toHaveLength(1);
  await testData.setSeats(team.organizationId, 12);
  await refresh();
  expect(await kept()).toMatchObject([
    { max_seats: 10 },
    { day: today.day, max_seats: 12, pending_invites: 1 },
  ]);
});
