import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { invite } from '#contract/invite/api';
import { openTestData } from '../helpers/factories.ts';
import type { TestData } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import type { AcceptedMail } from '../helpers/mail-server.ts';
import { execute, startPostgres } from '../helpers/postgres.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend } from '../helpers/start-backend.ts';
import { bearerOf, createCaller, type Answer, type Caller } from './caller.ts';
import type { Part } from './part.ts';

const amounts = { short: { kills: 4, perKill: 40 }, long: { kills: 100, perKill: 52 } };
const workers = 12;
/** One kill in so many is of the database. */
const killsPerDatabaseKill = 3;
/** For one invite to be acknowledged, through whatever is killed meanwhile. */
const patienceMs = 60_000;
/** A mail that a dead worker held is free again within two minutes; then it still has to be sent. */
const mailPatienceMs = 150_000;

export const part: Part = {
  what: 'kill -9 of backend or database under load',
  goal: '100 kills over ≥ 5,000 acknowledged invites: 0 lost, 0 doubled',
  async run(size) {
    const { kills, perKill } = amounts[size];
    const mailServer = await openMailServer();
    const postgres = await startPostgres();
    const databaseUrl = postgres.url('kills');
    await execute(postgres.url('postgres'), 'create database kills');
    const settings = {
      databaseUrl,
      smtpUrl: mailServer.smtpUrl,
      environment: { FASTLINKIT_SENDS_PER_DAY: '1000000', FASTLINKIT_PUBLIC_URL: 'http://kills.test' },
    };
    const nodes = await Promise.all([0, 1].map(async () => new Node(await startBackend(settings))));
    const testData = openTestData(databaseUrl);
    try {
      const owner = await testData.person();
      const { organizationId } = await testData.organization({ owner });
      const load = new Load(
        nodes,
        organizationId,
        bearerOf(owner, () => nodes[0]?.url ?? ''),
      );
      await load.signIn();
      const working = Promise.all(Array.from({ length: workers }, (_, worker) => load.work(worker)));
      const killed = { backends: 0, databases: 0 };
      for (let n = 0; n < kills; n += 1) {
        await Promise.race([load.acknowledgedMore(perKill), working]);
        await delay(randomInt(0, 50));
        const node = nodes[n % nodes.length];
        if (node && n % killsPerDatabaseKill > 0) {
          await node.kill();
          node.replace(await startBackend(settings));
          killed.backends += 1;
        } else {
          await postgres.kill();
          await postgres.start();
          killed.databases += 1;
        }
      }
      load.stop();
      await working;
      const mailSeconds = size === 'long' ? await allMailsOut(testData, mailServer.accepted) : undefined;
      const found = await findFaults(testData, load, mailServer.accepted);
      const bad = Object.entries(found.faults).filter(([, count]) => count > 0);
      return {
        reached:
          `${load.acknowledged.length} acknowledged, ${killed.backends} kills of a backend and ${killed.databases} of the database: ` +
          `${bad.length === 0 ? '0 lost, 0 doubled' : bad.map(([fault, count]) => `${count} ${fault}`).join(', ')}; ` +
          `${found.repeats} mails repeated with the same Message-ID${mailSeconds === undefined ? '' : `, the last out after ${mailSeconds} s`}`,
        met: bad.length === 0 && load.acknowledged.length >= kills * perKill,
      };
    } finally {
      await Promise.all(nodes.map((node) => node.stop()));
      await testData.close();
      await mailServer.close();
      await postgres.remove();
    }
  },
};

/** One of the backends, whichever process it is at the moment. */
class Node {
  #backend: Backend;
  #caller: Caller;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#caller = createCaller(backend.url);
  }

  get url(): string {
    return this.#backend.url;
  }

  post(path: string, body: object, headers: Record<string, string>): Promise<Answer> {
    return this.#caller.post(path, body, headers);
  }

  async kill(): Promise<void> {
    this.#backend.signal('SIGKILL');
    await this.#backend.exited;
    this.#caller.close();
  }

  replace(backend: Backend): void {
    this.#backend = backend;
    this.#caller = createCaller(backend.url);
  }

  async stop(): Promise<void> {
    this.#caller.close();
    await this.#backend.stop();
  }
}

/** People who invite without a break, and ask again when they hear nothing. */
class Load {
  readonly acknowledged: { email: string; id: string }[] = [];
  readonly #nodes: Node[];
  readonly #path: string;
  readonly #bearer: () => Promise<Record<string, string>>;
  #stopped = false;
  #waiting: { count: number; resolve: () => void } | undefined;

  constructor(nodes: Node[], organizationId: string, bearer: () => Promise<Record<string, string>>) {
    this.#nodes = nodes;
    this.#path = `/api/organizations/${organizationId}/invites`;
    this.#bearer = bearer;
  }

  async signIn(): Promise<void> {
    await this.#bearer();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when that many more have been acknowledged. */
  acknowledgedMore(more: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { count: this.acknowledged.length + more, resolve };
    });
  }

  async work(worker: number): Promise<void> {
    for (let n = 0; !this.#stopped; n += 1) {
      const email = `load-${worker}-${n}@example.test`;
      // Every fourth goes without a key, and is not asked for again: what became of it is not known to the caller.
      const id = n % 4 === 3 ? await this.#ask(worker, email, {}) : await this.#insist(worker, email);
      if (id === undefined) continue;
      this.acknowledged.push({ email, id });
      if (this.#waiting && this.acknowledged.length >= this.#waiting.count) this.#waiting.resolve();
    }
  }

  async #insist(worker: number, email: string): Promise<string> {
    for (const began = Date.now(); ; await delay(20)) {
      const id = await this.#ask(worker, email, { 'Idempotency-Key': email });
      if (id !== undefined) return id;
      if (Date.now() - began > patienceMs) throw new Error(`${email} was not acknowledged for a minute`);
      worker += 1;
    }
  }

  /** @returns the invite's id; undefined when there was no response, or 503 */
  async #ask(at: number, email: string, key: Record<string, string>): Promise<string | undefined> {
    const node = this.#nodes[at % this.#nodes.length];
    const headers = { ...(await this.#bearer().catch(() => ({}))), ...key };
    const answer = await node?.post(this.#path, { email, role: 'agent' }, headers).catch(() => undefined);
    if (answer?.status === 201) return invite.parse(JSON.parse(answer.text)).id;
    if (answer && ![503, 401].includes(answer.status) && !answer.text.includes('idempotency_key_in_use')) {
      throw new Error(`${email}: ${answer.status} ${answer.text}`);
    }
    return undefined;
  }
}

/** @returns after how many seconds the last mail was out */
async function allMailsOut(testData: TestData, accepted: readonly AcceptedMail[]): Promise<number> {
  for (const began = Date.now(); ; await delay(250)) {
    const out = new Set(accepted.map(({ to }) => to));
    const { rows } = await testData.database.pool.query<{ email: string }>('select email from invites');
    const seconds = Math.round((Date.now() - began) / 1000);
    if (rows.every(({ email }) => out.has(email)) || Date.now() - began > mailPatienceMs) return seconds;
  }
}

/** What is in the database beside what was acknowledged and what was mailed. */
async function findFaults(testData: TestData, load: Load, accepted: readonly AcceptedMail[]) {
  const { rows } = await testData.database.pool.query<{
    id: string;
    email: string;
    entries: number;
    events: number;
    jobs: number;
  }>(`
    with entries as (select subject, count(*)::int as count from activity where type = 'invite.created' group by subject),
    happened as (select data->'invite'->>'id' as id, count(*)::int as count from events where type = 'invite.created' group by 1),
    jobs as (
      select data->'data'->>'inviteId' as id, count(*)::int as count from pgboss.job
      where name = 'mail' and state in ('created', 'retry', 'active') group by 1
    )
    select invites.id, email, coalesce(entries.count, 0) as entries, coalesce(happened.count, 0) as events,
      coalesce(jobs.count, 0) as jobs
    from invites left join entries on entries.subject = email left join happened on happened.id = invites.id::text
      left join jobs on jobs.id = invites.id::text`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const mails = new Map<string, AcceptedMail[]>();
  for (const mail of accepted) mails.set(mail.to, [...(mails.get(mail.to) ?? []), mail]);
  return {
    repeats: accepted.length - mails.size,
    faults: {
      lost: load.acknowledged.filter(({ id, email }) => byId.get(id)?.email !== email).length,
      doubled: rows.length - new Set(rows.map(({ email }) => email)).size,
      'without just one entry in the activity': rows.filter(({ entries }) => entries !== 1).length,
      'without just one live event': rows.filter(({ events }) => events !== 1).length,
      'without a mail': rows.filter(({ email, jobs }) => !mails.has(email) && jobs === 0).length,
      'mails repeated under another Message-ID': [...mails.values()].filter(
        (sent) => new Set(sent.map(({ messageId }) => messageId)).size > 1,
      ).length,
      'mails for an invite that there is none of': [...mails.keys()].filter(
        (email) => !rows.some((row) => row.email === email),
      ).length,
    },
  };
}
