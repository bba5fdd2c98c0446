import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/backend/app.ts';
import { createLog } from '../../src/backend/http/log.ts';
import { openEventFeed } from '../../src/backend/live/event-feed.ts';
import { createMailQueue } from '../../src/backend/mail/mail-queue.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();

test('a server that was held up while it started does not take that for too many callers', async () => {
  const { database, secrets, databaseUrl } = stage();
  const log = createLog({ write: () => undefined });
  const feed = await openEventFeed({ database, databaseUrl, log });
  const app = await buildApp({
    database,
    secrets,
    mailQueue: createMailQueue({ database, log }),
    publicUrl: () => 'http://127.0.0.1',
    feed,
    log,
    isLeaving: () => false,
    metrics: undefined,
    billingUrl: undefined,
    rateLimit: 1_000,
    sendsPerDay: 1_000,
    trustedProxies: [],
  });
  await app.ready();
  // Nothing else runs meanwhile, as on a machine whose cores others have.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  await wait(0);
  const answers = [];
  for (let n = 0; n < 5; n += 1) {
    answers.push((await app.inject({ method: 'GET', url: '/api/me' })).statusCode);
    await wait(0);
  }
  expect(answers).toEqual([401, 401, 401, 401, 401]);
  await feed.close();
  await app.close();
});
