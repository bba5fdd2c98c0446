import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { searchWords } from '../../src/backend/database/search.ts';
import { createLog } from '../../src/backend/platform/logging/log.ts';
import { inviteMail } from '../../src/backend/invite/invite-mail.ts';
import { insertMany } from '../../src/backend/database/insert-many.ts';
import { invites } from '../../src/backend/database/tables/invites.ts';
import { createMailQueue } from '../../src/backend/mail/mail-queue.ts';
import { connections, messagesOfConnection } from '../../src/backend/mail/mailer.ts';
import { openTestData } from '../../test/helpers/factories.ts';
import { startBackend } from '../../test/helpers/start-backend.ts';
import { createBenchDatabase } from '../fixtures/postgres.ts';
import { onCleanup } from '../harness/cleanup.ts';
import { startChildProgram } from '../harness/child-program.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';
import { inviteMailJob } from '../../src/backend/invite/invite-mail-jobs.ts';

const rounds = 7;
const mails = 5_000;
const goal = 0.7;
const lifetimeMs = 7 * 86_400_000;
const came = z.object({ taken: z.number(), firstAt: z.number(), lastAt: z.number() });

export const scenario: Scenario = {
  title: 'mails out, each with its delivery noted',
  baseline: 'a bare nodemailer pool to the same SMTP sink',
  goal: `≥ ${goal} × its rate`,
  async measure() {
    const sink = startChildProgram('mail/smtp-sink.ts');
    const { port } = await sink.receive(z.object({ port: z.number() }));
    const bare = startChildProgram('mail/bare-mail-pool.ts');
    await bare.receive(z.literal('ready'));
    const databaseUrl = await createBenchDatabase();
    const backend = await startBackend({ databaseUrl, smtpUrl: `smtp://127.0.0.1:${port}` });
    onCleanup(() => backend.stop());
    const testData = openTestData(databaseUrl);
    onCleanup(() => testData.close());
    const { database } = testData;
    const { organizationId, name, admin } = await testData.team();
    // Queues and does not send: that is for the backend.
    const queue = createMailQueue({ database, log: createLog({ write: () => undefined }) });
    await queue.prepare();
    onCleanup(() => queue.stop());
    const meter = new pg.Client(databaseUrl);
    await meter.connect();
    onCleanup(() => meter.end());
    const message = inviteMail({
      organizationName: name,
      inviterName: 'Adam Admin',
      role: 'agent',
      expiresAt: new Date(Date.now() + lifetimeMs).toISOString(),
      link: `http://127.0.0.1:4600/support/invite/${'x'.repeat(64)}`,
      email: 'invitee@example.test',
    });
    let queued = 0;

    async function queueInvites(): Promise<void> {
      const now = new Date();
      const rows = Array.from({ length: mails }, (_, number) => {
        const email = `mail-${queued + number}@invited.test`;
        return {
          id: uuidv7(),
          organizationId,
          email,
          role: 'agent' as const,
          createdAt: now,
          expiresAt: new Date(now.getTime() + lifetimeMs),
          lastSentAt: now,
          invitedBy: admin.id,
          search: searchWords(email),
        };
      });
      await database.transaction(async (tx) => {
        await insertMany(tx, invites, rows);
        await queue.enqueue(
          tx,
          rows.map(({ id }) => inviteMailJob(id, 1)),
        );
      });
      queued += mails;
    }

    /** Looks at the newest alone: to count all that were ever sent would take a share of what is measured. */
    async function allNoted(): Promise<void> {
      for (;;) {
        const { rows } = await meter.query<{ waiting: boolean }>(
          `select exists (
             select from (
               select delivery_status from invites where organization_id = $1 order by id desc limit $2
             ) as newest
             where delivery_status <> 'sent'
           ) as waiting`,
          [organizationId, mails],
        );
        if (rows[0]?.waiting === false) return;
        await delay(20);
      }
    }

    const { product, pool } = await alternate(rounds, {
      async product() {
        sink.send(mails);
        await sink.receive(z.literal('waiting'));
        await queueInvites();
        const { firstAt } = await sink.receive(came);
        await allNoted();
        return mails / ((Date.now() - firstAt) / 1_000);
      },
      async pool() {
        sink.send(mails);
        await sink.receive(z.literal('waiting'));
        const began = performance.now();
        bare.send({
          port,
          count: mails,
          maxConnections: connections,
          maxMessages: messagesOfConnection,
          message: { ...message, html: message.html.toString() },
        });
        await bare.receive(z.literal('sent'));
        const seconds = (performance.now() - began) / 1_000;
        await sink.receive(came);
        return mails / seconds;
      },
    });
    const ratio = product.warm / pool.warm;
    return {
      figures: [
        { name: 'product', value: product.warm, unit: 'mails/s' },
        { name: 'bare pool', value: pool.warm, unit: 'mails/s' },
        { name: 'the first of the product', value: product.cold, unit: 'mails/s' },
      ],
      ratio,
      met: ratio >= goal,
      note: `${mails} queued invites at a time, from the first word to the mail server until all are noted as sent in the database`,
    };
  },
};
