import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createLiveConnection } from '../../src/main/backend/live-connection.ts';
import type { LiveConnection } from '../../src/main/backend/live-connection.ts';
import { createDatabase } from '../helpers/databases.ts';
import { openTestData } from '../helpers/factories.ts';
import type { TestData } from '../helpers/factories.ts';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import type { FaultyProxy, Line } from '../helpers/faulty-proxy.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend, BackendSettings } from '../helpers/start-backend.ts';
import { bearerOf, createCaller } from './caller.ts';
import type { Part } from './part.ts';

const amounts = { short: { drops: 48, kills: 1 }, long: { drops: 1_000, kills: 20 } };
const listenerCount = 8;
/** Between two invites; each makes three events. */
const paceMs = 30;
/** For what a listener has to hear before its line is cut again, and for the last event of all. */
const patienceMs = 60_000;
/** How the line is before it is cut, and for how long. */
const badLines: readonly { line: Line; ms: number }[] = [
  { line: {}, ms: 0 },
  { line: { cutAfterBytes: 1 }, ms: 100 },
  { line: { cutAfterBytes: 150 }, ms: 100 },
  { line: { cutAfterBytes: 700 }, ms: 100 },
  { line: { dripBytes: 7, delayMs: 1 }, ms: 80 },
  { line: { delayMs: 60 }, ms: 80 },
];

export const part: Part = {
  what: 'live events through cut lines and killed servers',
  goal: '1,000 drops, 0 missed, 0 doubled',
  async run(size) {
    const { drops, kills } = amounts[size];
    const [database, mailServer] = await Promise.all([createDatabase(), openMailServer()]);
    const settings = { databaseUrl: database.url, smtpUrl: mailServer.smtpUrl };
    const nodes = new Nodes(settings, [await startBackend(settings), await startBackend(settings)]);
    const testData = openTestData(database.url);
    const listeners: Listener[] = [];
    try {
      const owner = await testData.person();
      const { organizationId } = await testData.organization({ owner });
      const bearer = bearerOf(owner, () => nodes.steady.url);
      const writing = write(nodes, { path: `/api/organizations/${organizationId}/invites`, bearer });
      for (let n = 0; n < listenerCount; n += 1) {
        listeners.push(new Listener(await openFaultyProxy(() => nodes.anyPort()), bearer));
      }
      const counts = { drops: 0, kills: 0 };
      const dropping = listeners.map(async (listener) => {
        while (counts.drops < drops) {
          counts.drops += 1;
          await listener.heardMore(1 + (counts.drops % 3));
          await listener.drop(badLines[counts.drops % badLines.length]);
        }
      });
      for (; counts.kills < kills; counts.kills += 1) {
        await until(() => counts.drops >= ((counts.kills + 0.5) * drops) / kills, 'the next kill');
        await nodes.kill();
      }
      await Promise.all(dropping);
      await writing.stop();
      const all = await eventsOf(testData, organizationId);
      const heardAll = (listener: Listener): boolean => listener.heard.includes(all.at(-1) ?? '');
      // Who does not hear the last one has missed it.
      await until(() => listeners.every(heardAll), 'the last event').catch(() => undefined);
      const { missed, doubled, disordered } = compare(all, listeners);
      const resets = listeners.reduce((sum, listener) => sum + listener.resets - 1, 0);
      return {
        reached: `${counts.drops} drops and ${counts.kills} kills of a server, ${listenerCount} listeners to ${all.length} events: ${missed} missed, ${doubled} doubled, ${disordered} out of order, ${resets} told to begin anew`,
        met: [missed, doubled, disordered, resets].every((count) => count === 0),
      };
    } finally {
      await Promise.all(listeners.map((listener) => listener.close()));
      await nodes.stop();
      await testData.close();
      await mailServer.close();
      await database.drop();
    }
  },
};

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const began = Date.now(); !holds(); await delay(5)) {
    if (Date.now() - began > patienceMs) throw new Error(`${what} did not come`);
  }
}

/** Two backends on one database; one of them is killed now and then. */
class Nodes {
  readonly #settings: BackendSettings;
  readonly #nodes: [Backend, Backend];

  constructor(settings: BackendSettings, nodes: [Backend, Backend]) {
    this.#settings = settings;
    this.#nodes = nodes;
  }

  get steady(): Backend {
    return this.#nodes[0];
  }

  get urls(): string[] {
    return this.#nodes.map(({ url }) => url);
  }

  anyPort(): number {
    return Number(new URL(this.#nodes[randomInt(2)]?.url ?? '').port);
  }

  async kill(): Promise<void> {
    this.#nodes[1].signal('SIGKILL');
    await this.#nodes[1].exited;
    this.#nodes[1] = await startBackend(this.#settings);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.stop()));
  }
}

/** Invites all the while, on both nodes by turns; who is killed in the middle of one is not asked again. */
function write(
  nodes: Nodes,
  { path, bearer }: { path: string; bearer: () => Promise<{ Authorization: string }> },
): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  const work = async (): Promise<void> => {
    for (let n = 0; !stopped.signal.aborted; n += 1, await delay(paceMs)) {
      const caller = createCaller(nodes.urls[n % 2] ?? '');
      const answer = await caller
        .post(path, { email: `heard-${n}@example.test`, role: 'agent' }, await bearer())
        .catch(() => undefined);
      caller.close();
      if (answer && ![201, 503].includes(answer.status)) throw new Error(`${answer.status} ${answer.text}`);
    }
  };
  const done = work();
  return {
    stop() {
      stopped.abort();
      return done;
    },
  };
}

/** The app's own live connection, over a line that is cut again and again. */
class Listener {
  readonly heard: string[] = [];
  resets = 0;
  readonly #proxy: FaultyProxy;
  readonly #live: LiveConnection;

  constructor(proxy: FaultyProxy, bearer: () => Promise<{ Authorization: string }>) {
    this.#proxy = proxy;
    this.#live = createLiveConnection({
      fetch: (input, init) => fetch(input, init),
      appHeaders: { 'User-Agent': 'soak' },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      clock: { now: () => Date.now(), steadyNow: () => performance.now() },
      onEvent: ({ type, data }) => {
        if (type === 'reset') this.resets += 1;
        else this.heard.push(keyOf(type, data));
      },
      // The person at the window does not wait out the growing delays, but asks for another try.
      onState: ({ status }) => {
        if (status === 'waiting' || status === 'failed') setImmediate(() => this.#live.retry());
      },
    });
    const accessToken = async () => (await bearer()).Authorization.replace('Bearer ', '');
    this.#live.start({ server: proxy.url, accessToken });
  }

  async heardMore(count: number): Promise<void> {
    const wanted = this.heard.length + count;
    await until(() => this.heard.length >= wanted, 'an event');
  }

  async drop({ line, ms } = badLines[0] ?? { line: {}, ms: 0 }): Promise<void> {
    this.#proxy.setLine(line);
    await delay(ms);
    this.#proxy.setLine({});
    this.#proxy.cut();
  }

  async close(): Promise<void> {
    this.#live.stop();
    await this.#proxy.close();
  }
}

interface EventData {
  at?: string;
  invite?: { id: string; delivery: { status: string; attempts: number } };
  seats?: { pendingInvites: number };
}

/** What tells an event of this organization from all others. */
function keyOf(type: string, data: EventData): string {
  const { invite, seats } = data;
  return [type, invite?.id, invite?.delivery.status, invite?.delivery.attempts, seats?.pendingInvites].join(
    ' ',
  );
}

/**
 * The events so far. Those of mails go on for a while: a killed server's are sent by another after a minute. What is being
 * written at this moment may come before one that is there, so only events below which nothing can appear any longer count.
 */
async function eventsOf({ database }: TestData, organizationId: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ type: string; data: EventData }>(
    `select type, data from events
     where organization_id = $1 and id < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 20)
     order by id`,
    [organizationId],
  );
  return rows.map(({ type, data }) => keyOf(type, data));
}

/** Each listener beside what there was to hear from its first event on. */
function compare(all: readonly string[], listeners: readonly Listener[]) {
  const counts = { missed: 0, doubled: 0, disordered: 0 };
  for (const { heard } of listeners) {
    const last = heard.indexOf(all.at(-1) ?? '');
    const unique = new Set(heard.slice(0, last + 1));
    const expected = all.slice(all.indexOf(heard[0] ?? ''));
    counts.missed += expected.filter((key) => !unique.has(key)).length;
    counts.doubled += heard.length - new Set(heard).size;
    counts.disordered += [...unique].filter((key, at) => key !== expected[at]).length;
  }
  return counts;
}
