import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { getMe } from '#contract/account/api';
import { createInvite } from '#contract/invite/api';
import { maxBulkInvites } from '#contract/invite/model';
import { listOrganizations } from '#contract/organization/api';
import { createApiClient, signIn, type ApiClient } from '../helpers/api-client.ts';
import { requestEvents } from '../helpers/event-stream.ts';
import { openFilesOf, openNonReaders, openSilentPeers } from '../helpers/hostile-peers.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { routesWithBody } from '../helpers/route-table.ts';
import { openHarness, type Harness } from './harness.ts';
import type { Part } from './part.ts';

const counts = { silent: 642, nonReaders: 300, streams: 1_100, bulkCalls: 200 };
const rounds = { short: 1, long: 5 };
/** Answers by which the time of the others is measured. */
const samples = { short: 20, long: 100 };
/** What counts as twice the usual time where that is next to nothing, on a machine that others use as well. */
const leastMs = 50;
/** How long a peer may hold a connection at most, and some time to see that it is gone. */
const patienceMs = 90_000;
/**
 * More than before the first attack. Of many requests V8 keeps a larger heap, some 200 MB after one round; what peers
 * could make a server hold is far more, such as 300 copies of a page's script of 3 MB.
 */
const mostMegabytes = { short: 350, long: 400 };
/** What is held by peers adds up from round to round; a heap that has grown to its size does not. */
const mostInLastRound = 20;

export const part: Part = {
  what: '642 silent POSTs, 300 readers that never read, 1,100 streams of one user, 200 bulk calls of a stranger',
  goal: 'others served within twice their usual time, `/readyz` says so, nothing held',
  async run(size) {
    const mailServer = await openMailServer();
    const harness = await openHarness({ nodes: 1, smtpUrl: mailServer.smtpUrl });
    try {
      const attacks = await prepareAttacks(harness);
      const others = await openOthers(harness, samples[size]);
      const before = { files: openFilesOf(others.pid), megabytes: memoryOf(others.pid) };
      const faults: string[] = [];
      const times: string[] = [];
      let mostMemory = 0;
      let atLastRound = 0;
      for (let round = 0; round < rounds[size]; round += 1) {
        atLastRound = memoryOf(others.pid);
        for (const [name, attack] of Object.entries(attacks)) {
          const usual = await others.serve();
          const under = await attack(() => others.serve());
          mostMemory = Math.max(mostMemory, memoryOf(others.pid) - before.megabytes);
          const allowed = Math.max(2 * usual.ms, leastMs);
          // The short run is a test, which measures no times: the machine may have other things to do.
          if (size === 'long' && under.ms > allowed)
            faults.push(`${name}: ${under.ms} ms instead of ${usual.ms} ms`);
          if (under.failed > 0) faults.push(`${name}: ${under.failed} others were not served`);
          if (!under.ready) faults.push(`${name}: /readyz said no`);
          if (round === 0) times.push(`${name} ${under.ms} (${usual.ms}) ms`);
        }
      }
      const left = size === 'long' ? await connectionsLeft(others.pid, before.files) : 0;
      if (left > 0) faults.push(`${left} connections are still held`);
      if (mostMemory > mostMegabytes[size]) faults.push(`${mostMemory} MB more memory`);
      const inLastRound = memoryOf(others.pid) - atLastRound;
      if (rounds[size] > 1 && inLastRound > mostInLastRound)
        faults.push(`the last round took ${inLastRound} MB more`);
      return {
        reached: [
          `others, usually in brackets: ${times.join(', ')}`,
          `${mostMemory} MB more memory, ${inLastRound} MB of it in the last round`,
          ...faults.slice(0, 5),
        ].join('; '),
        met: faults.length === 0,
      };
    } finally {
      await harness.close();
      await mailServer.close();
    }
  },
};

interface Served {
  /** The median of the answers to others. */
  ms: number;
  failed: number;
  ready: boolean;
}

/** Somebody who goes on working, and somebody who asks whether the node is ready. */
async function openOthers({ testData, backends, urls }: Harness, count: number) {
  const [url = ''] = urls;
  const pid = backends[0]?.ready.pid ?? 0;
  const person = await testData.person();
  const { organizationId } = await testData.organization({ owner: person });
  const { client } = await signIn(url, person);
  let invited = 0;
  return {
    pid,
    async serve(): Promise<Served> {
      const took: number[] = [];
      let failed = 0;
      const ready = (await fetch(`${url}/readyz`)).ok;
      for (let n = 0; n < count; n += 1) {
        const began = performance.now();
        try {
          await client.call(getMe, {});
          await client.call(listOrganizations, {});
          const body = { email: `other-${(invited += 1)}@example.test`, role: 'agent' } as const;
          await client.call(createInvite, { params: { organizationId }, body });
        } catch {
          failed += 1;
        }
        took.push(performance.now() - began);
      }
      const median = took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;
      return { ms: Math.round(median), failed, ready };
    },
  };
}

type Attack = (measure: () => Promise<Served>) => Promise<Served>;

async function prepareAttacks({ testData, urls }: Harness): Promise<Record<string, Attack>> {
  const [url = ''] = urls;
  const routes = await routesWithBody(createApiClient(url));
  const greedy = (await signIn(url, await testData.person())).tokens.accessToken;
  const stranger = (await signIn(url, await testData.person())).client;
  const { organizationId } = await testData.team();
  return {
    async silent(measure) {
      await openSilentPeers(url, routes, counts.silent);
      return measure();
    },
    async 'not reading'(measure) {
      await openNonReaders(url, '/scalar/v1/scalar.js', counts.nonReaders);
      return measure();
    },
    async streams(measure) {
      const ended = new AbortController();
      // Kept, because one that is forgotten is closed.
      const answers: Response[] = [];
      let left = counts.streams;
      const lane = async () => {
        while (left > 0) {
          left -= 1;
          answers.push(await requestEvents({ url, accessToken: greedy }, ended.signal));
        }
      };
      await Promise.all(Array.from({ length: 50 }, lane));
      const served = await measure();
      ended.abort();
      const opened = answers.filter(({ status }) => status === 200).length;
      return opened < counts.streams ? served : { ...served, failed: served.failed + 1 };
    },
    async 'bulk calls'(measure) {
      const calls = callInBulk(stranger, organizationId);
      const served = await measure();
      return { ...served, failed: served.failed + (await calls) };
    },
  };
}

/** @returns how many calls were not refused */
async function callInBulk(stranger: ApiClient, organizationId: string): Promise<number> {
  const invites = Array.from({ length: maxBulkInvites }, (_, n) => ({
    email: `row-${n}@example.test`,
    role: 'agent',
  }));
  const body = JSON.stringify({ invites });
  let left = counts.bulkCalls;
  let accepted = 0;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const path = `/api/organizations/${organizationId}/invites/bulk`;
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
      const { status } = await stranger.raw({ method: 'POST', path, body, headers });
      if (status !== 404) accepted += 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return accepted;
}

/** What a process holds in memory, in megabytes, read from Linux's /proc. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
}

/** Waits until the server holds no more connections than before. @returns how many it still holds after that */
async function connectionsLeft(pid: number, before: number): Promise<number> {
  // Those of the others and of the database may be a few more.
  const left = () => Math.max(0, openFilesOf(pid) - before - 20);
  const until = Date.now() + patienceMs;
  while (left() > 0 && Date.now() < until) await delay(200);
  return left();
}
