import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/backend/app.ts';
import { createLog } from '../../src/backend/platform/logging/log.ts';
import { openEventFeed } from '../../src/backend/event-stream/event-feed.ts';
import { openNodeRegistry } from '../../src/backend/version/node-registry.ts';
import { createMailQueue } from '../../src/backend/mail/mail-queue.ts';
import { useDatabase } from './use-database.ts';

const harness = useDatabase();

test('does not count a slow start as overload', async () => {
  const { database, secrets, databaseUrl } = harness();
  const log = createLog({ write: () => undefined });
  const feed = await openEventFeed({ database, databaseUrl, log });
  const nodes = await openNodeRegistry({ database, log });
  const app = await buildApp({
    database,
    secrets,
    isDemo: false,
    mailQueue: createMailQueue({ database, log }),
    publicUrl: () => 'http://127.0.0.1',
    feed,
    nodes,
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
  await nodes.close();
  await feed.close();
  await app.close();
});
