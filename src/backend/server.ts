import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { readConfig, SettingError, type Config } from './config.ts';
import { openDatabase } from './database/database.ts';
import { openEventFeed } from './event-stream/event-feed.ts';
import { startBackgroundJobs } from './jobs.ts';
import { registerMailHandlers } from './mail-handlers.ts';
import { createMailQueue } from './mail/mail-queue.ts';
import { createMailer } from './mail/mailer.ts';
import { runShutdownHooks } from './platform/concurrency/run-shutdown-hooks.ts';
import { hasCode } from './platform/errors/error-code.ts';
import { StartupError, errorMessage } from './platform/errors/startup-error.ts';
import { createLog, standardErrorStream, type Log } from './platform/logging/log.ts';
import { openServerKey } from './server-key.ts';
import { openStorage } from './storage.ts';
import { warnOfDemoAccounts } from './user/demo-account.ts';
import { openNodeRegistry } from './version/node-registry.ts';
import { release } from '#contract/version/model';

/** How long `/readyz` answers 503 before the port is closed, so that a load balancer notices. */
const noticeMs = 250;
/** How long requests that are being answered may take during shutdown. */
const lastRequestsMs = 3_000;
/** How long a shutdown may take in all; then the process exits. */
const leavingMs = 9_000;

interface Start {
  config: Config;
  log: Log;
  shutdownHooks: AsyncDisposableStack;
  isLeaving: () => boolean;
  /** Receives the function that stops the database without waiting, for a shutdown that takes too long. */
  onKill: (kill: () => void) => void;
}

/** Starts everything; resolves with the content of the ready line. */
async function start({ config, log, shutdownHooks, isLeaving, onKill }: Start): Promise<object> {
  const [{ databaseUrl, secrets: sealing, kill }, mailbox] = await Promise.all([
    openStorage({ config, log, shutdownHooks }),
    config.smtpUrl === undefined ? openMailbox(config, log, shutdownHooks) : undefined,
  ]);
  onKill(kill);
  const database = openDatabase(databaseUrl);
  shutdownHooks.defer(() => database.close());
  const secrets = await openServerKey(database, sealing);
  if (config.demo) {
    const { fillInDemo } = await import('./demo/fill-in-demo.ts');
    if (await fillInDemo(database, config.demo)) log.info('the demo was filled in');
  } else await warnOfDemoAccounts(database.orm, log);

  let url = '';
  const publicUrl = () => config.publicUrl ?? url;
  const mailer = createMailer({ smtpUrl: config.smtpUrl ?? mailbox?.smtpUrl ?? '', from: config.mailFrom });
  shutdownHooks.defer(() => mailer.close());
  const mailQueue = createMailQueue({ database, log });
  registerMailHandlers(mailQueue, { database, secrets, publicUrl, mailer });
  const metrics =
    config.metricsPort === undefined
      ? undefined
      : (await import('./platform/rest/metrics.ts')).createMetrics(database);
  const [feed, nodes] = await Promise.all([
    openEventFeed({ database, databaseUrl, log }),
    openNodeRegistry({ database, log }),
    mailQueue.prepare(),
  ]);
  const { billingUrl, rateLimit, sendsPerDay, trustedProxies } = config;
  const isDemo = config.demo !== undefined;
  const parts = { database, secrets, isDemo, mailQueue, publicUrl, feed, nodes, log, isLeaving, metrics };
  const app = await buildApp({ ...parts, billingUrl, rateLimit, sendsPerDay, trustedProxies });
  shutdownHooks.defer(() => nodes.close());
  shutdownHooks.defer(() => feed.close());
  shutdownHooks.defer(() => close(app));
  // While these run, requests are still answered, and `/readyz` answers 503.
  shutdownHooks.defer(async () => {
    await Promise.all([feed.pause(), mailQueue.stop(), delay(noticeMs)]);
  });

  url = await listen(app, config);
  await mailQueue.start();
  shutdownHooks.defer(startBackgroundJobs({ database, mailQueue, log }));
  if (metrics && config.metricsPort !== undefined) {
    const listening = await metrics
      .listen({ host: config.host, port: config.metricsPort })
      .catch(refusedPort('FASTLINKIT_METRICS_PORT'));
    shutdownHooks.defer(() => listening.close());
  }
  const { kind } = config.database;
  return {
    event: 'ready',
    version: release,
    url,
    database: kind,
    pid: process.pid,
    mailbox: mailbox?.webUrl,
  };
}

/** Only a demo has no mail server; the mailbox that replaces it is loaded for a demo only. */
async function openMailbox({ database }: Config, log: Log, shutdownHooks: AsyncDisposableStack) {
  const { openDemoMailbox } = await import('./demo/demo-mailbox.ts');
  const dataDir = database.kind === 'embedded' ? database.dataDir : undefined;
  return openDemoMailbox({ dataDir, log, shutdownHooks });
}

/** @returns the address that a client on this machine uses */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  await app.listen({ host, port }).catch(refusedPort('FASTLINKIT_PORT'));
  const address = app.server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${reachable(host)}:${taken}`;
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function refusedPort(setting: string): (error: unknown) => never {
  return (error) => {
    if (hasCode(error, 'EADDRINUSE')) {
      throw new StartupError(
        `The port of ${setting} is in use: end what listens there, or set ${setting} to another port.`,
      );
    }
    if (hasCode(error, 'EACCES')) {
      throw new StartupError(`This user may not listen at the port of ${setting}: set it to one above 1023.`);
    }
    throw new StartupError(
      `The server cannot listen (${errorMessage(error)}): check FASTLINKIT_HOST and ${setting}.`,
    );
  };
}

/** Waits for the requests that are being answered; cuts off those that take too long. */
async function close(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), lastRequestsMs);
  await app.close();
  clearTimeout(cutOff);
}

async function run(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const stream = standardErrorStream();
  const log = createLog(stream);
  log.info({ version: release }, 'starting');
  const shutdownHooks = new AsyncDisposableStack();
  let kill: (() => void) | undefined;

  const leaving = Promise.withResolvers<number>();
  let isLeaving = false;
  const exit = (code: number): never => {
    stream.flush();
    process.exit(code);
  };
  const leave = (code: number): void => {
    isLeaving = true;
    leaving.resolve(code);
    setTimeout(() => {
      log.error('not everything has ended in time');
      kill?.();
      exit(code);
    }, leavingMs).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isLeaving) {
        kill?.();
        exit(1);
      }
      log.info({ signal }, 'leaving');
      leave(0);
    });
  }
  // The process that waited for the ready line is gone, which is no reason to exit.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error: leaving');
    leave(1);
  });

  try {
    const started = start({
      config,
      log,
      shutdownHooks,
      isLeaving: () => isLeaving,
      onKill: (how) => (kill = how),
    });
    const ready = await Promise.race([started, leaving.promise]);
    if (typeof ready === 'object') process.stdout.write(`${JSON.stringify(ready)}\n`);
    const code = await leaving.promise;
    // Shutdown was requested during the start: the parts can be stopped once they have started.
    await started.catch(() => undefined);
    await runShutdownHooks(shutdownHooks, log);
    exit(code);
  } catch (error) {
    if (!(error instanceof StartupError)) log.fatal({ err: error }, 'the server could not start');
    await runShutdownHooks(shutdownHooks, log);
    stream.flush();
    fail(errorMessage(error));
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

// Not awaited: a chunk that is loaded later may import this module, and would wait until its evaluation ends.
run().catch((error: unknown) => fail(error instanceof SettingError ? error.message : errorMessage(error)));
