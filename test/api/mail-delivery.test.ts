import { expect, test } from 'vitest';
import { bulkInvite, createInvite, getInvite, revokeInvite } from '#contract/invite/api';
import type { Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const soon = { timeout: 60_000 };
let batches = 0;

/** Invites so many people at once; their ids by address. */
async function inviteMany(team: Team, count: number): Promise<Map<string, string>> {
  batches += 1;
  const client = await server().as(team.admin);
  const emails = Array.from({ length: count }, (_, number) => `many-${batches}-${number}@example.test`);
  const { results } = await client.call(bulkInvite, {
    params: { organizationId: team.organizationId },
    body: { invites: emails.map((email) => ({ email, role: 'agent' as const })) },
  });
  return new Map(results.map(({ email, inviteId = '' }) => [email, inviteId]));
}

async function statuses(team: Team): Promise<Record<string, number>> {
  const { rows } = await server().testData.database.pool.query<{ status: string; count: number }>(
    `select delivery_status::text as status, count(*)::int as count from invites where organization_id = $1 group by 1`,
    [team.organizationId],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

async function jobStates(team: Team): Promise<string[]> {
  const { rows } = await server().testData.database.pool.query<{ state: string }>(
    `select distinct state::text from pgboss.job
     where name = 'mail' and data->'data'->>'inviteId' in (select id::text from invites where organization_id = $1)`,
    [team.organizationId],
  );
  return rows.map(({ state }) => state);
}

test('emails hundreds of invites once each and reports it in list, timeline and live event', async () => {
  const { mailbox } = server();
  const team = await server().testData.team();
  const stream = await server().listen(team.owner, { organizationId: team.organizationId });
  const invited = await inviteMany(team, 300);
  await expect.poll(() => statuses(team), soon).toEqual({ sent: 300 });
  for (const email of invited.keys()) expect(mailbox.to(email)).toHaveLength(1);
  const announced = new Set<string>();
  while (announced.size < invited.size) {
    const { data } = await stream.next('invite.delivery');
    expect(data.invite.delivery).toEqual({ status: 'sent', attempts: 1, error: null });
    announced.add(data.invite.id);
  }
  const client = await server().as(team.admin);
  const [inviteId = ''] = invited.values();
  const params = { organizationId: team.organizationId, inviteId };
  const { timeline } = await client.call(getInvite, { params });
  expect(timeline.map(({ event }) => event)).toEqual(['created', 'queued', 'sent']);
});

test('does not email an invite that is revoked while its email is queued behind others', async () => {
  const { mailbox } = server();
  const team = await server().testData.team();
  const release = mailbox.hold();
  const invited = await inviteMany(team, 60);
  await expect.poll(() => mailbox.held(), soon).toBeGreaterThan(0);
  const client = await server().as(team.admin);
  const { organizationId } = team;
  for (const inviteId of invited.values()) {
    await client.call(revokeInvite, { params: { organizationId, inviteId } });
  }
  const underWay = mailbox.held();
  release();
  await expect.poll(() => jobStates(team), soon).toEqual(['completed']);
  const mailed = [...invited.keys()].filter((email) => mailbox.to(email).length > 0);
  expect(mailed).toHaveLength(underWay);
  expect(underWay).toBeLessThan(invited.size / 2);
});

test('sends other emails while one invite is locked', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const release = mailbox.hold();
  const invited = await inviteMany(team, 20);
  const [locked = ''] = invited.values();
  const other = await testData.database.pool.connect();
  try {
    await other.query('begin');
    await other.query('select from invites where id = $1 for update', [locked]);
    release();
    await expect.poll(() => statuses(team), soon).toEqual({ sent: 19, queued: 1 });
  } finally {
    await other.query('rollback');
    other.release();
  }
  await expect.poll(() => statuses(team), soon).toEqual({ sent: 20 });
  for (const email of invited.keys()) expect(mailbox.to(email)).toHaveLength(1);
});

test('sends nothing when a job is repeated after its email was recorded as sent', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const email = 'once@example.test';
  await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email, role: 'agent' },
  });
  await expect.poll(() => jobStates(team), soon).toEqual(['completed']);
  // As if the server had died after the one and before the other.
  await testData.database.pool.query(
    `update pgboss.job set state = 'retry', completed_on = null, start_after = now()
     where name = 'mail' and data->'data'->>'inviteId' in (select id::text from invites where organization_id = $1)`,
    [team.organizationId],
  );
  await expect.poll(() => jobStates(team), soon).toEqual(['completed']);
  expect(mailbox.to(email)).toHaveLength(1);
});
