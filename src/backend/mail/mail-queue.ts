import { PgBoss, type Job, type JobResult } from 'pg-boss';
import { runPrepared, type Database, type Transaction } from '../database/database.ts';
import type { Log } from '../platform/logging/log.ts';
import { MailDeliveryError } from './mailer.ts';

/** One email to be sent. `data` identifies its subject; it contains no credentials. */
export interface MailJob {
  kind: string;
  data: Record<string, unknown>;
}

export interface MailAttempt {
  /** 1 for the first. */
  number: number;
  /** No further attempt follows, even if this one fails. */
  last: boolean;
}

/** `claim` is aborted when the job is no longer this worker's: another worker sends the email if it was not sent yet. */
export type MailHandler = (
  data: Record<string, unknown>,
  attempt: MailAttempt,
  claim: AbortSignal,
) => Promise<void>;

export interface MailQueue {
  /** Queues jobs in the caller's transaction, in one statement. */
  enqueue(tx: Transaction, jobs: MailJob[]): Promise<void>;
  /**
   * Registers the handler for the emails of a kind; call it before `start()`. After a permanent MailDeliveryError the handler
   * is not called again for that job; after any other error it is called again later.
   */
  handle(kind: string, handler: MailHandler): void;
  /** Registers the handler for the dead letters of a kind: jobs without a further attempt; call it before `start()`. */
  handleDeadLetter(kind: string, handler: (data: Record<string, unknown>) => Promise<void>): void;
  /** Creates or migrates the queue's tables; call it before the first `enqueue`. */
  prepare(): Promise<void>;
  /** Begins to send; call it after `prepare()`. */
  start(): Promise<void>;
  /** Waits some seconds for the emails that are being sent. */
  stop(): Promise<void>;
}

export interface MailQueueSettings {
  database: Database;
  log: Log;
  /** The minimum delay before the second attempt; it doubles with each further one. */
  firstRetrySeconds?: number;
}

const queueName = 'mail';
const deadQueueName = 'mail-dead';
/** With a first delay of 3 s and at most an hour between attempts, about half a day in all. */
const retryLimit = 20;
const maxRetrySeconds = 3_600;
/**
 * Longer than all batches of a server can take if the mail server uses up the mailer's minute for each email. A worker that
 * died, froze or lost the database loses its jobs earlier, by its missing heartbeat.
 */
const expireSeconds = 1_800;
const heartbeatSeconds = 30;
const day = 86_400;

const deadWorkOptions = { perJobResults: false, batchSize: 1, pollingIntervalSeconds: 5 } as const;

const workOptions = {
  perJobResults: true,
  // Large enough to fetch, read and report in few statements; an email that waits long is read again.
  batchSize: 50,
  burstWhenBatchFull: true,
  localConcurrency: 4,
  pollingIntervalSeconds: 1,
} as const;

/** Emails that are committed within this time are fetched together. */
const gatherMs = 20;

/**
 * The mail queue: pg-boss jobs in the schema `pgboss`. The transaction that causes an email writes the job, and every
 * server on the database processes jobs. One worker holds a job at a time; a dead worker loses its jobs after half a minute
 * without a heartbeat, which is checked twice a minute.
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
  let waking: NodeJS.Timeout | undefined;
  /** The transactions under way in which emails were queued. */
  const queuedIn = new WeakSet<Transaction>();
  // The worker also polls, for jobs of other servers and for retries; this wakes it almost immediately.
  database.onCommit((committed) => {
    if (!queuedIn.has(committed)) return;
    waking ??= setTimeout(() => {
      waking = undefined;
      if (workerId !== undefined) boss.notifyWorker(workerId);
    }, gatherMs);
  });

  async function work(job: Job<MailJob>): Promise<JobResult> {
    try {
      const handler = handlers.get(job.data.kind);
      if (!handler) throw new Error(`There is no handler for emails of the kind ${job.data.kind}.`);
      const attempt = { number: job.retryCount + 1, last: job.retryCount >= retryLimit };
      await handler(job.data.data, attempt, job.signal);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      const refused = error instanceof MailDeliveryError;
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
      queuedIn.add(tx);
      await boss.insert(
        queueName,
        jobs.map((data) => ({ data })),
        { db: { executeSql: async (text, values = []) => ({ rows: await runPrepared(tx, text, values) }) } },
      );
    },
    handle(kind, handler) {
      handlers.set(kind, handler);
    },
    handleDeadLetter(kind, handler) {
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
      // Otherwise a queue that an older version created keeps the settings of that version.
      await boss.updateQueue(queueName, settings);
    },
    async start() {
      workerId = await boss.work(queueName, workOptions, (jobs: Job<MailJob>[]) =>
        Promise.all(jobs.map(work)),
      );
      // Handled dead letters stay in their queue for its 30 days.
      await boss.work(deadQueueName, deadWorkOptions, async (jobs: Job<MailJob>[]) => {
        for (const { data } of jobs) await deadHandlers.get(data.kind)?.(data.data);
      });
    },
    async stop() {
      workerId = undefined;
      clearTimeout(waking);
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

function reason(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? error.message : String(error) };
}
