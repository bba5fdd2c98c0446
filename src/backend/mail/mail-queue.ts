import { PgBoss, type Job, type JobResult } from 'pg-boss';
import { runPrepared, type Database, type Transaction } from '../database/database.ts';
import type { Log } from '../http/log.ts';
import { MailRefused } from './mailer.ts';

/** One mail to be sent. `data` names what it is about; nothing that opens a door belongs in it. */
export interface MailJob {
  kind: string;
  data: Record<string, unknown>;
}

export interface MailAttempt {
  /** 1 for the first. */
  number: number;
  /** There will be no other, whatever becomes of this one. */
  last: boolean;
}

/** `claim` is aborted when the job is no longer this worker's: what has not been sent by then is sent by another. */
export type MailHandler = (
  data: Record<string, unknown>,
  attempt: MailAttempt,
  claim: AbortSignal,
) => Promise<void>;

export interface MailQueue {
  /** Queues the jobs in the caller's transaction, in one statement. */
  enqueue(tx: Transaction, jobs: MailJob[]): Promise<void>;
  /**
   * Says who sends the mails of a kind; before `start()`. A handler that throws a permanent MailRefused
   * is not called again for that job, after any other error it is, later.
   */
  handle(kind: string, handler: MailHandler): void;
  /** Says what happens once a mail of a kind is given up, however its attempts ended; before `start()`. */
  handleDead(kind: string, handler: (data: Record<string, unknown>) => Promise<void>): void;
  /** Makes the queue's tables, or brings them up to date; before the first `enqueue`. */
  prepare(): Promise<void>;
  /** Begins to send; after `prepare()`. */
  start(): Promise<void>;
  /** Lets what is being sent finish, for some seconds. */
  stop(): Promise<void>;
}

export interface MailQueueSettings {
  database: Database;
  log: Log;
  /** The least wait before the second attempt; it doubles with each further one. */
  firstRetrySeconds?: number;
}

const queueName = 'mail';
const deadQueueName = 'mail-dead';
/** With a first wait of 3 s and at most an hour between attempts: about half a day in all. */
const retryLimit = 20;
const maxRetrySeconds = 3_600;
/**
 * Longer than all batches of a server can take, were the mail server to use up the mailer's minute for each mail. A
 * worker that died, froze or lost the database does not wait for that: it loses its jobs by its silence.
 */
const expireSeconds = 1_800;
const heartbeatSeconds = 30;
const day = 86_400;

const deadWorkOptions = { perJobResults: false, batchSize: 1, pollingIntervalSeconds: 5 } as const;

const workOptions = {
  perJobResults: true,
  // Enough to fetch, to look up and to report in few statements; a mail that waits for its turn is looked up again.
  batchSize: 50,
  burstWhenBatchFull: true,
  localConcurrency: 4,
  pollingIntervalSeconds: 1,
} as const;

/** How long after an `enqueue` a commit is taken for the one that it was part of. */
const wakeWindowMs = 5_000;

/**
 * The queue of mails: jobs of pg-boss in the schema `pgboss`, written by the transaction that wants the
 * mail sent, and worked off by every server on the database. A job is held by one worker at a time;
 * a worker that died with one loses it after half a minute of silence, checked twice a minute.
 */
export function createMailQueue({ database, log, firstRetrySeconds = 3 }: MailQueueSettings): MailQueue {
  const handlers = new Map<string, MailHandler>();
  const deadHandlers = new Map<string, (data: Record<string, unknown>) => Promise<void>>();
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    schema: 'pgboss',
    schedule: false,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    registerInstance: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'mail queue'));
  boss.on('warning', ({ message }) => log.warn({ reason: message }, 'mail queue'));

  let workerId: string | undefined;
  let wakeUntil = 0;
  let waking = false;
  // The worker polls as well, for what other servers queued and for what is due again; this is
  // for a mail to leave at once. A commit tells nothing of its transaction, hence the window.
  database.onCommit(() => {
    if (waking || Date.now() > wakeUntil) return;
    waking = true;
    setImmediate(() => {
      waking = false;
      if (workerId !== undefined) boss.notifyWorker(workerId);
    });
  });

  async function work(job: Job<MailJob>): Promise<JobResult> {
    try {
      const handler = handlers.get(job.data.kind);
      if (!handler) throw new Error(`Nobody sends mails of the kind ${job.data.kind}.`);
      const attempt = { number: job.retryCount + 1, last: job.retryCount >= retryLimit };
      await handler(job.data.data, attempt, job.signal);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      const refused = error instanceof MailRefused;
      const permanent = refused && error.permanent;
      log.warn(
        { job: job.id, kind: job.data.kind, attempt: job.retryCount + 1, permanent, ...reason(error) },
        'mail not sent',
      );
      return { id: job.id, status: permanent ? 'deadletter' : 'failed', output: reason(error) };
    }
  }

  return {
    async enqueue(tx, jobs) {
      if (jobs.length === 0) return;
      wakeUntil = Date.now() + wakeWindowMs;
      await boss.insert(
        queueName,
        jobs.map((data) => ({ data })),
        { db: { executeSql: async (text, values = []) => ({ rows: await runPrepared(tx, text, values) }) } },
      );
    },
    handle(kind, handler) {
      handlers.set(kind, handler);
    },
    handleDead(kind, handler) {
      deadHandlers.set(kind, handler);
    },
    async prepare() {
      await boss.start();
      const settings = {
        retryLimit,
        retryDelay: firstRetrySeconds,
        retryBackoff: true,
        retryDelayMax: maxRetrySeconds,
        expireInSeconds: expireSeconds,
        heartbeatSeconds,
        retentionSeconds: 2 * day,
        deleteAfterSeconds: day / 24,
        deadLetter: deadQueueName,
      };
      await boss.createQueue(deadQueueName, { retentionSeconds: 30 * day, deleteAfterSeconds: 30 * day });
      await boss.createQueue(queueName, settings);
      // A queue that an older version made keeps the settings of that version otherwise.
      await boss.updateQueue(queueName, settings);
    },
    async start() {
      workerId = await boss.work(queueName, workOptions, (jobs: Job<MailJob>[]) =>
        Promise.all(jobs.map(work)),
      );
      // What is done with stays in the queue of the dead for its 30 days all the same.
      await boss.work(deadQueueName, deadWorkOptions, async (jobs: Job<MailJob>[]) => {
        for (const { data } of jobs) await deadHandlers.get(data.kind)?.(data.data);
      });
    },
    async stop() {
      workerId = undefined;
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

function reason(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? error.message : String(error) };
}
