import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createInvitesInBulk, listInvites, type Invite } from '#contract/invite';
import { signIn, type ApiClient } from '../support/api-client.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { openWorld, type World } from '../support/factories.ts';
import { openMailServer, type Fault, type MailServer, type Stage } from '../support/mail-server.ts';
import { startBackend, type Backend } from '../support/start-backend.ts';

/** What goes wrong with the first attempt for whom; nothing does with the second. */
const firstAttempts: Record<string, { stage: Stage; fault: Fault; words: string }> = {
  'later-recipient': { stage: 'recipient', fault: { say: '450 greylisted' }, words: '450 greylisted' },
  'later-data': { stage: 'data', fault: { say: '452 no room' }, words: '452 no room' },
  'later-message': { stage: 'message', fault: { say: '451 scanner down' }, words: '451 scanner down' },
  'drop-data': { stage: 'data', fault: 'drop', words: 'The mail server' },
  'drop-middle': { stage: 'middle', fault: 'drop', words: 'The mail server' },
  'drop-message': { stage: 'message', fault: 'drop', words: 'The mail server' },
  unclear: { stage: 'message', fault: 'unclear', words: 'The mail server' },
  silence: { stage: 'data', fault: 'silence', words: 'did not answer in time' },
};
const never: Record<string, { stage: Stage; fault: Fault; words: string }> = {
  'never-recipient': {
    stage: 'recipient',
    fault: { say: '550 no such mailbox' },
    words: '550 no such mailbox',
  },
  'never-message': { stage: 'message', fault: { say: '554 spam' }, words: '554 spam' },
};

let database: TestDatabase;
let mailServer: MailServer;
let backend: Backend;
let world: World;
const attempts = new Map<string, number>();

beforeAll(async () => {
  database = await createDatabase();
  mailServer = await openMailServer({
    behave: () => (stage, to) => {
      if (stage === 'recipient') attempts.set(to, (attempts.get(to) ?? 0) + 1);
      const name = to.split('@')[0] ?? '';
      const planned = attempts.get(to) === 1 ? (firstAttempts[name] ?? never[name]) : never[name];
      if (name.startsWith('crowd') && stage === 'recipient' && attempts.get(to) === 1)
        return { say: '450 busy' };
      return planned?.stage === stage ? planned.fault : undefined;
    },
  });
  backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailServer.smtpUrl });
  world = openWorld(database.url);
});
afterAll(async () => {
  await backend.stop();
  await world.close();
  await mailServer.close();
  await database.drop();
});

async function invited(names: string[]) {
  const team = await world.team();
  const { client } = await signIn(backend.url, team.admin);
  const params = { organizationId: team.organizationId };
  const invites = names.map((name) => ({ email: `${name}@example.test`, role: 'agent' }));
  await client.call(createInvitesInBulk, { params, body: { invites } });
  return { client, params };
}

async function deliveries(client: ApiClient, params: { organizationId: string }) {
  const { items } = await client.call(listInvites, { params, query: { limit: 200 } });
  return new Map(items.map(({ email, delivery }) => [email.split('@')[0] ?? '', delivery]));
}

const taken = (name: string) => mailServer.taken.filter(({ to }) => to === `${name}@example.test`);

test(
  'what goes wrong for now is tried again: sent in the end, and twice only where the answer was unclear',
  { timeout: 150_000 },
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
      { timeout: 60_000, interval: 200 },
    );
    for (const [name, { words }] of Object.entries(firstAttempts))
      expect(firsts.get(name)?.error).toContain(words);
    await vi.waitFor(
      async () => {
        const all = [...(await deliveries(client, params)).values()];
        expect(all).toEqual(names.map(() => ({ status: 'sent', attempts: 2, error: null })));
      },
      { timeout: 60_000, interval: 200 },
    );
    for (const name of names) {
      const mails = taken(name);
      expect(
        mails.map(({ clear }) => clear),
        name,
      ).toEqual(name === 'unclear' ? [false, true] : [true]);
      expect(new Set(mails.map(({ messageId }) => messageId)).size, name).toBe(1);
    }
  },
);

test('what the mail server refuses for good fails in the list, with its words, and is not tried again', async () => {
  const { client, params } = await invited(Object.keys(never));
  await vi.waitFor(
    async () => {
      const shown = await deliveries(client, params);
      for (const [name, { words }] of Object.entries(never)) {
        expect(shown.get(name)).toEqual({ status: 'failed', attempts: 1, error: words });
      }
    },
    { timeout: 20_000, interval: 50 },
  );
  // The list is told first, the queue a moment later.
  await vi.waitFor(async () => {
    const { rows } = await world.database.pool.query(
      `select from pgboss.job where name = 'mail' and state in ('created', 'retry', 'active') and data->'data'->>'inviteId' in
         (select id::text from invites where organization_id = $1)`,
      [params.organizationId],
    );
    expect(rows).toHaveLength(0);
  }, 10_000);
  expect(Object.keys(never).flatMap(taken)).toEqual([]);
});

test('many that are refused for now do not all come back at the same moment', async () => {
  const names = Array.from({ length: 40 }, (_, n) => `crowd-${n}`);
  const { client, params } = await invited(names);
  await vi.waitFor(
    async () => {
      const all = [...(await deliveries(client, params)).values()];
      expect(all.filter(({ attempts }) => attempts > 0)).toHaveLength(names.length);
    },
    { timeout: 20_000, interval: 50 },
  );
  // The list is told first, the queue a moment later.
  await vi.waitFor(async () => {
    const { rowCount } = await world.database.pool.query(
      `select from pgboss.job where name = 'mail' and state = 'retry' and data->'data'->>'inviteId' in
         (select id::text from invites where organization_id = $1)`,
      [params.organizationId],
    );
    expect(rowCount).toBeGreaterThan(names.length / 2);
  }, 10_000);
  const { rows } = await world.database.pool.query<{ spread: number; soonest: number }>(
    `select extract(epoch from max(start_after - coalesce(completed_on, started_on)) - min(start_after - coalesce(completed_on, started_on)))::float as spread,
       extract(epoch from min(start_after - started_on))::float as soonest
     from pgboss.job where name = 'mail' and state = 'retry' and data->'data'->>'inviteId' in
       (select id::text from invites where organization_id = $1)`,
    [params.organizationId],
  );
  expect(rows[0]?.soonest).toBeGreaterThan(2);
  expect(rows[0]?.spread).toBeGreaterThan(0.5);
});
