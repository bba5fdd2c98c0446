import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { readConfig, SettingError, type Config } from './config.ts';
import { hasCode } from './database/data-folder.ts';
import { openDatabase } from './database/database.ts';
import { StartError, words } from './database/start-error.ts';
import { fillInDemo } from './demo.ts';
import { startDuties } from './duties.ts';
import { collectEndings, type Endings } from './endings.ts';
import { createLog, standardErrorStream, type Log } from './http/log.ts';
import { handleInviteMails } from './invite/invite-delivery-service.ts';
import { openEventFeed } from './live/event-feed.ts';
import { createMailQueue } from './mail/mail-queue.ts';
import { createMailer } from './mail/mailer.ts';
import { handlePasswordMails } from './session/password-service.ts';
import { openMailbox, openStorage } from './storage.ts';

/** How long `/readyz` says no before the port is closed, so that a balancer hears of it. */
const noticeMs = 250;
/** Requests that are being answered may take this long. */
const lastRequestsMs = 3_000;
/** A server that is asked to end has this long in all; then it ends anyhow. */
const leavingMs = 9_000;

interface Start {
  config: Config;
  log: Log;
  endings: Endings;
  isLeaving: () => boolean;
  /** Told how to end the database at once, for when there is no time. */
  onKill: (kill: () => void) => void;
}

/** Starts everything; resolves with what the ready line says. */
async function start({ config, log, endings, isLeaving, onKill }: Start): Promise<object> {
  const [{ databaseUrl, secrets, kill }, mailbox] = await Promise.all([
    openStorage({ config, log, endings }),
    config.smtpUrl === undefined ? openMailbox({ config, log, endings }) : undefined,
  ]);
  onKill(kill);
  const database = openDatabase(databaseUrl);
  endings.add(() => database.close());
  if (config.demo && (await fillInDemo(database, config.demo))) log.info('the demo was filled in');

  let url = '';
  const publicUrl = () => config.publicUrl ?? url;
  const mailer = createMailer({ smtpUrl: config.smtpUrl ?? mailbox?.smtpUrl ?? '', from: config.mailFrom });
  endings.add(() => mailer.close());
  const mailQueue = createMailQueue({ database, log });
  const mailing = { database, secrets, mailQueue, publicUrl, mailer };
  handleInviteMails(mailQueue, mailing);
  handlePasswordMails(mailQueue, mailing);
  const metrics =
    config.metricsPort === undefined
      ? undefined
      : (await import('./http/metrics.ts')).createMetrics(database);
  const [feed] = await Promise.all([openEventFeed({ database, databaseUrl, log }), mailQueue.prepare()]);
  const { billingUrl, rateLimit, sendsPerDay, trustedProxies } = config;
  const parts = { database, secrets, mailQueue, publicUrl, feed, log, isLeaving, metrics };
  const app = await buildApp({ ...parts, billingUrl, rateLimit, sendsPerDay, trustedProxies });
  endings.add(() => feed.close());
  endings.add(() => close(app));
  // While these end, requests are still answered, `/readyz` with no.
  endings.add(() => Promise.all([feed.pause(), mailQueue.stop(), delay(noticeMs)]));

  url = await listen(app, config);
  await mailQueue.start();
  endings.add(startDuties({ database, mailQueue, log }));
  if (metrics && config.metricsPort !== undefined) {
    const listening = await metrics
      .listen({ host: config.host, port: config.metricsPort })
      .catch(refusedPort('FASTLINKIT_METRICS_PORT'));
    endings.add(() => listening.close());
  }
  return {
    event: 'ready',
    url,
    database: config.database.kind,
    pid: process.pid,
    ...(mailbox ? { mailbox: mailbox.webUrl } : {}),
  };
}

/** @returns the address as a client on this machine would write it */
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
      throw new StartError(
        `The port of ${setting} is in use: end what listens there, or set ${setting} to another port.`,
      );
    }
    if (hasCode(error, 'EACCES')) {
      throw new StartError(`This user may not listen at the port of ${setting}: set it to one above 1023.`);
    }
    throw new StartError(`The server cannot listen (${words(error)}): check FASTLINKIT_HOST and ${setting}.`);
  };
}

/** Lets the requests that are being answered finish; cuts off those that take too long. */
async function close(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), lastRequestsMs);
  await app.close();
  clearTimeout(cutOff);
}

async function run(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const stream = standardErrorStream();
  const log = createLog(stream);
  const endings = collectEndings(log);
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
  // Whoever waited for the ready line has gone: no reason to end.
  process.stdout.on('error', () => undefined);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error: leaving');
    leave(1);
  });

  try {
    const started = start({
      config,
      log,
      endings,
      isLeaving: () => isLeaving,
      onKill: (how) => (kill = how),
    });
    const ready = await Promise.race([started, leaving.promise]);
    if (typeof ready === 'object') process.stdout.write(`${JSON.stringify(ready)}\n`);
    const code = await leaving.promise;
    // Asked to end while it started: what is half started can be ended only once it has started.
    await started.catch(() => undefined);
    await endings.run();
    exit(code);
  } catch (error) {
    if (!(error instanceof StartError)) log.fatal({ err: error }, 'the server could not start');
    await endings.run();
    stream.flush();
    fail(words(error));
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

await run().catch((error: unknown) => fail(error instanceof SettingError ? error.message : words(error)));
