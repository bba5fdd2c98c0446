import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bulkInvite, listInvites } from '#contract/invite/api';
import type { Invite } from '#contract/invite/api';
import { signIn } from '../helpers/api-client.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import { createDatabase } from '../helpers/databases.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { openTestData } from '../helpers/factories.ts';
import type { TestData } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import type { Fault, MailServer, SmtpPhase } from '../helpers/mail-server.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend } from '../helpers/start-backend.ts';

/** How the first attempt fails, by recipient; the second attempt succeeds. */
const firstAttempts: Record<string, { phase: SmtpPhase; fault: Fault; error: string }> = {
  'temporary-recipient': { phase: 'recipient', fault: { say: '450 greylisted' }, error: '450 greylisted' },
  'temporary-data': { phase: 'data', fault: { say: '452 no room' }, error: '452 no room' },
  'temporary-message': { phase: 'message', fault: { say: '451 scanner down' }, error: '451 scanner down' },
  'drop-data': { phase: 'data', fault: 'drop', error: 'The mail server' },
  'drop-middle': { phase: 'middle', fault: 'drop', error: 'The mail server' },
  'drop-message': { phase: 'message', fault: 'drop', error: 'The mail server' },
  unclear: { phase: 'message', fault: 'unclear', error: 'The mail server' },
  silence: { phase: 'data', fault: 'silence', error: "didn't respond in time" },
};
const permanent: Record<string, { phase: SmtpPhase; fault: Fault; error: string }> = {
  'permanent-recipient': {
    phase: 'recipient',
    fault: { say: '550 no such mailbox' },
    error: '550 no such mailbox',
  },
  'permanent-message': { phase: 'message', fault: { say: '554 spam' }, error: '554 spam' },
};

let database: TestDatabase;
let mailServer: MailServer;
let backend: Backend;
let testData: TestData;
const attempts = new Map<string, number>();

beforeAll(async () => {
  database = await createDatabase();
  mailServer = await openMailServer({
    behave: () => (phase, to) => {
      if (phase === 'recipient') attempts.set(to, (attempts.get(to) ?? 0) + 1);
      const name = to.split('@')[0] ?? '';
      const planned = attempts.get(to) === 1 ? (firstAttempts[name] ?? permanent[name]) : permanent[name];
      if (name.startsWith('crowd') && phase === 'recipient' && attempts.get(to) === 1)
        return { say: '450 busy' };
      return planned?.phase === phase ? planned.fault : undefined;
    },
  });
  backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailServer.smtpUrl });
  testData = openTestData(database.url);
});
afterAll(async () => {
  await backend.stop();
  await testData.close();
  await mailServer.close();
  await database.drop();
});

async function invited(names: string[]) {
  const team = await testData.team();
  const { client } = await signIn(backend.url, team.admin);
  const params = { organizationId: team.organizationId };
  const invites = names.map((name) => ({ email: `${name}@example.test`, role: 'agent' }));
  await client.call(bulkInvite, { params, body: { invites } });
  return { client, params };
}

async function deliveries(client: ApiClient, params: { organizationId: string }) {
  const { items } = await client.call(listInvites, { params, query: { limit: 200 } });
  return new Map(items.map(({ email, delivery }) => [email.split('@')[0] ?? '', delivery]));
}

const acceptedFor = (name: string) => mailServer.accepted.filter(({ to }) => to === `${name}@example.test`);

test(
  'retries an email after a temporary failure, and sends it twice only when the reply was lost',
  { tags: ['guard:mail-retry', 'guard:message-id'], timeout: 240_000 },
  async () => {
    const names = Object.keys(firstAttempts);
    const { client, params } = await invited(names);
    const firsts = new Map<string, Invite['delivery']>();
    await vi.waitFor(
      async () => {
        for (const [name, delivery] of await deliveries(client, params)) {
          if (delivery.status === 'queued' && delivery.attempts === 1) firsts.set(name, delivery);
        }
        expect([...firsts.keys()].toSorted()).toEqual(names.toSorted());
      },
      // The silent one is given up after 20 seconds.
      { timeout: 100_000, interval: 200 },
    );
    for (const [name, { error }] of Object.entries(firstAttempts))
      expect(firsts.get(name)?.error).toContain(error);
    await vi.waitFor(
      async () => {
        const all = [...(await deliveries(client, params)).values()];
        expect(all).toEqual(names.map(() => ({ status: 'sent', attempts: 2, error: null })));
      },
      { timeout: 100_000, interval: 200 },
    );
    for (const name of names) {
      const mails = acceptedFor(name);
      expect(
        mails.map(({ clear }) => clear),
        name,
      ).toEqual(name === 'unclear' ? [false, true] : [true]);
      expect(new Set(mails.map(({ messageId }) => messageId)).size, name).toBe(1);
    }
  },
);

test(
  'shows a permanent failure with the reply of the mail server and does not retry',
  { tags: ['guard:mail-permanent-failure'] },
  async () => {
    const { client, params } = await invited(Object.keys(permanent));
    await vi.waitFor(
      async () => {
        const shown = await deliveries(client, params);
        for (const [name, { error }] of Object.entries(permanent)) {
          expect(shown.get(name)).toEqual({ status: 'failed', attempts: 1, error: error });
        }
      },
      { timeout: 60_000, interval: 50 },
    );
    // The list is updated first, the queue a moment later.
    await vi.waitFor(async () => {
      const { rows } = await testData.database.pool.query(
        `select from pgboss.job where name = 'mail' and state in ('created', 'retry', 'active') and data->'data'->>'inviteId' in
         (select id::text from invites where organization_id = $1)`,
        [params.organizationId],
      );
      expect(rows).toHaveLength(0);
    }, 30_000);
    expect(Object.keys(permanent).flatMap(acceptedFor)).toEqual([]);
  },
);

test('spreads the retries of many temporary failures over time', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `crowd-${n}`);
  const { client, params } = await invited(names);
  await vi.waitFor(
    async () => {
      const all = [...(await deliveries(client, params)).values()];
      expect(all.filter(({ attempts }) => attempts > 0)).toHaveLength(names.length);
    },
    { timeout: 60_000, interval: 50 },
  );
  // The list is updated first, the queue a moment later.
  await vi.waitFor(async () => {
    const { rowCount } = await testData.database.pool.query(
      `select from pgboss.job where name = 'mail' and state = 'retry' and data->'data'->>'inviteId' in
         (select id::text from invites where organization_id = $1)`,
      [params.organizationId],
    );
    // On a busy machine the first are sent again before the last have been refused.
    expect(rowCount).toBeGreaterThan(names.length / 4);
  }, 30_000);
  const { rows } = await testData.database.pool.query<{ spread: number; soonest: number }>(
    `select extract(epoch from max(start_after - coalesce(completed_on, started_on)) - min(start_after - coalesce(completed_on, started_on)))::float as spread,
       extract(epoch from min(start_after - started_on))::float as soonest
     from pgboss.job where name = 'mail' and state = 'retry' and data->'data'->>'inviteId' in
       (select id::text from invites where organization_id = $1)`,
    [params.organizationId],
  );
  expect(rows[0]?.soonest).toBeGreaterThan(2);
  expect(rows[0]?.spread).toBeGreaterThan(0.5);
});
