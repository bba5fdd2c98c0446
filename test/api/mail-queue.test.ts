import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/backend/database/database.ts';
import { createLog } from '../../src/backend/platform/logging/log.ts';
import { createMailQueue, type MailAttempt, type MailQueue } from '../../src/backend/mail/mail-queue.ts';
import { createEmptyDatabase } from '../helpers/databases.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { MailDeliveryError } from '../../src/backend/mail/mailer.ts';

const patience = 90_000;
const soon = { timeout: 60_000 };

let testDatabase: TestDatabase;
let databases: Database[] = [];
let queues: MailQueue[] = [];
let lines: string[] = [];

beforeEach(async () => {
  testDatabase = await createEmptyDatabase();
  lines = [];
}, patience);

afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.stop()));
  await Promise.all(databases.map((database) => database.close()));
  queues = [];
  databases = [];
  await testDatabase.drop();
}, patience);

type Call = { data: Record<string, unknown>; attempt: MailAttempt };

/** A queue with a handler of the kind `greeting` that calls `answer`. */
async function startQueue(answer: (call: Call) => Promise<void> | void = () => undefined) {
  const database = openDatabase(testDatabase.url);
  databases.push(database);
  const log = createLog({ write: (line) => lines.push(line) });
  const queue = createMailQueue({ database, log, firstRetrySeconds: 1 });
  queues.push(queue);
  const calls: Call[] = [];
  queue.handle('greeting', async (data, attempt) => {
    calls.push({ data, attempt });
    await answer({ data, attempt });
  });
  await queue.prepare();
  await queue.start();
  return { database, queue, calls };
}

const greeting = (to: string) => ({ kind: 'greeting', data: { to } });

async function states(database: Database, queue: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>(
    'select state::text from pgboss.job where name = $1 order by created_on',
    [queue],
  );
  return rows.map(({ state }) => state);
}

describe('createMailQueue', { timeout: patience }, () => {
  it('delivers a job after the commit and not before', async () => {
    const { database, queue, calls } = await startQueue();
    await database.transaction(async (tx) => {
      await queue.enqueue(tx, [greeting('ada'), greeting('grace')]);
      expect(calls).toEqual([]);
    });
    await expect.poll(() => calls.length, soon).toBe(2);
    expect(new Set(calls.map(({ data }) => data['to']))).toEqual(new Set(['ada', 'grace']));
    expect(calls.map(({ attempt }) => attempt)).toEqual([
      { number: 1, last: false },
      { number: 1, last: false },
    ]);
    await expect.poll(() => states(database, 'mail'), soon).toEqual(['completed', 'completed']);
  });

  it('discards the jobs of a transaction that was rolled back', async () => {
    const { database, queue, calls } = await startQueue();
    await expect(
      database.transaction(async (tx) => {
        await queue.enqueue(tx, [greeting('nobody')]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await database.transaction((tx) => queue.enqueue(tx, [greeting('ada')]));
    await expect.poll(() => calls.length, soon).toBe(1);
    expect(calls[0]?.data).toEqual({ to: 'ada' });
    expect(await states(database, 'mail')).toHaveLength(1);
  });

  it('enqueues a thousand jobs in one statement and delivers each once on two nodes', async () => {
    const one = await startQueue();
    const two = await startQueue();
    const jobs = Array.from({ length: 1_000 }, (_, number) => greeting(String(number)));
    await one.database.transaction((tx) => one.queue.enqueue(tx, jobs));
    await expect.poll(() => one.calls.length + two.calls.length, soon).toBe(1_000);
    const sent = [...one.calls, ...two.calls].map(({ data }) => data['to']);
    expect(new Set(sent).size).toBe(1_000);
  });

  it('retries with a delay after a temporary failure', async () => {
    const { database, queue, calls } = await startQueue(({ attempt }) => {
      if (attempt.number === 1) throw new MailDeliveryError({ permanent: false, message: '451 later' });
    });
    const began = Date.now();
    await database.transaction((tx) => queue.enqueue(tx, [greeting('ada')]));
    await expect.poll(() => calls.length, soon).toBe(2);
    expect(Date.now() - began).toBeGreaterThan(900);
    expect(calls[1]).toEqual({ data: { to: 'ada' }, attempt: { number: 2, last: false } });
    await expect.poll(() => states(database, 'mail'), soon).toEqual(['completed']);
  });

  it('retries after an unexpected error and logs it', async () => {
    const { database, queue, calls } = await startQueue(({ attempt }) => {
      if (attempt.number === 1) throw new Error('the database hiccupped');
    });
    await database.transaction((tx) => queue.enqueue(tx, [greeting('ada')]));
    await expect.poll(() => calls.length, soon).toBe(2);
    expect(lines.join('')).toContain('the database hiccupped');
  });

  it('moves a job to the dead letters after a permanent failure', async () => {
    const { database, queue, calls } = await startQueue(() => {
      throw new MailDeliveryError({ permanent: true, message: '550 no such mailbox' });
    });
    await database.transaction((tx) => queue.enqueue(tx, [greeting('ada')]));
    // It stays there when it has been dealt with, which may be at once.
    await expect.poll(() => states(database, 'mail-dead'), soon).toHaveLength(1);
    expect(await states(database, 'mail')).toEqual(['failed']);
    expect(calls).toHaveLength(1);
  });

  it('delivers a job that was queued by a node that has stopped', async () => {
    const gone = await startQueue();
    await gone.queue.stop();
    await gone.database.transaction((tx) => gone.queue.enqueue(tx, [greeting('ada')]));
    const other = await startQueue();
    await expect.poll(() => other.calls.length, soon).toBe(1);
  });
});
