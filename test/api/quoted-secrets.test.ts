import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { forgotPassword } from '#contract/account/api';
import { createApiKey } from '#contract/api-key/api';
import { createInvite, createInviteLink, getInvite, listInvites } from '#contract/invite/api';
import { registerMailHandlers } from '../../src/backend/mail-handlers.ts';
import { dumpTables } from '../helpers/dump-tables.ts';
import { codeIn, linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const fiveDays = 5 * 24 * 60 * 60 * 1_000 + 1_000;

/** Every kind of email that the product sends, as its own handlers say. */
function kindsOfMail(): string[] {
  const kinds: string[] = [];
  const mailQueue = {
    handle: (kind: string) => void kinds.push(kind),
    handleDeadLetter: () => undefined,
    enqueue: () => Promise.resolve(),
  };
  registerMailHandlers(mailQueue, {} as Parameters<typeof registerMailHandlers>[1]);
  return kinds;
}

test(
  'keeps nothing of the links and codes that a mail server quotes, of any kind of email',
  { tags: ['guard:redact-mail-server'] },
  async () => {
    const { testData, mailbox, anonymous, url, backend } = server();
    const { pool } = testData.database;
    const team = await testData.team();
    const client = await server().as(team.owner);
    const params = { organizationId: team.organizationId };
    const email = 'quoted@example.test';
    mailbox.quote();

    // One email of each kind, none of which arrives.
    const { id: inviteId } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
    const link = linkIn(await mailbox.next(email));
    const copied = await client.call(createInviteLink, { params: { ...params, inviteId } });
    await createWebClient(url).post(`${new URL(copied.url).pathname}/code`);
    const code = codeIn(await mailbox.next(email, /code/));
    await testData.age(inviteId, fiveDays);
    const reminder = linkIn(await mailbox.next(email, /expires soon/));
    await mailbox.next(team.owner.email, /couldn't be delivered/);
    await client.call(createApiKey, { body: { name: 'Quoted', password: team.owner.password } });
    await mailbox.next(team.owner.email, /API key/);
    await anonymous.call(forgotPassword, { body: { email: team.owner.email } });
    const reset = /token=(\S+)/.exec((await mailbox.next(team.owner.email, /Reset/)).text)?.[1] ?? '';
    await expect
      .poll(
        async () =>
          (await pool.query(`select from pgboss.job where state in ('created', 'active', 'retry')`)).rowCount,
        { timeout: 60_000 },
      )
      .toBe(0);

    const rows = await dumpTables(pool);
    const { rows: queued } = await pool.query<{ kind: string }>(
      `select distinct data->>'kind' as kind from pgboss.job where data->>'kind' is not null`,
    );
    expect(queued.map(({ kind }) => kind).toSorted()).toEqual(kindsOfMail().toSorted());
    const answers = JSON.stringify([
      await client.call(getInvite, { params: { ...params, inviteId } }),
      await client.call(listInvites, { params, query: { status: 'all' } }),
      await client.call(listActivity, { params }),
    ]);
    expect(answers).toContain('5.7.1 quoted');
    const said = [...rows, ...backend.output().split('\n'), answers];
    const tokenOf = (address: string) => new URL(address).pathname.split('/').at(-1) ?? '';
    for (const secret of [tokenOf(link), tokenOf(reminder), reset]) {
      expect(secret.length).toBeGreaterThan(40);
      for (const part of [secret.slice(0, 20), secret.slice(20, 40)]) {
        expect(said.filter((text) => text.includes(part))).toEqual([]);
      }
    }
    // Six digits are also part of other numbers.
    const quotations = said.filter((text) => text.includes('quoted'));
    expect(quotations.filter((text) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(text))).toEqual([]);
  },
);
