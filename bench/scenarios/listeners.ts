import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createInvite } from '#contract/invite/api';
import { signIn } from '../../test/helpers/api-client.ts';
import { openTestData } from '../../test/helpers/factories.ts';
import { startBackend } from '../../test/helpers/start-backend.ts';
import type { Backend } from '../../test/helpers/start-backend.ts';
import { onCleanup } from '../harness/cleanup.ts';
import { startChildProgram } from '../harness/child-program.ts';
import { collectGarbage } from '../live/collect-garbage.ts';
import { percentile } from '../harness/statistics.ts';
import { createBenchDatabase } from '../fixtures/postgres.ts';
import type { Scenario } from '../harness/scenario.ts';
import { startWaitingSmtp } from '../fixtures/waiting-smtp.ts';

const processes = 2;
/** Opened one after the other, so that what each listener costs shows as a slope. */
const steps = [2_000, 4_000, 6_000, 8_000, 10_000];
/** How many listeners each account has: a node under pressure leaves an account no more. */
const ofOneAccount = 200;
const invites = 20;
const betweenInvitesMs = 1_000;
const goalMs = 1_000;
const goalKilobytes = 20;

export const scenario: Scenario = {
  title: '10,000 live listeners on one node',
  baseline: 'the idle node',
  goal: `every event delivered, p99 ≤ ${goalMs / 1_000} s, memory ≤ ${goalKilobytes} kB each`,
  async measure({ log }) {
    const databaseUrl = await createBenchDatabase();
    const smtp = await startWaitingSmtp();
    onCleanup(smtp.end);
    const backend = await startBackend({
      databaseUrl,
      smtpUrl: smtp.url,
      environment: { NODE_OPTIONS: '--inspect=127.0.0.1:0' },
    });
    onCleanup(() => backend.stop());
    const testData = openTestData(databaseUrl);
    onCleanup(() => testData.close());
    const { owner, organizationId } = await testData.team();
    const { client } = await signIn(backend.url, owner);
    const accounts: string[] = [];
    while (accounts.length * ofOneAccount < (steps.at(-1) ?? 0)) {
      const admin = await testData.member(organizationId, await testData.person(), 'admin');
      accounts.push((await signIn(backend.url, admin)).tokens.accessToken);
    }
    const listening = Array.from({ length: processes }, () => startChildProgram('live/listeners.ts'));
    for (const each of listening) await each.receive(z.literal('ready'));
    const report = z.object({ open: z.number(), delays: z.array(z.number()) });

    async function listen(count: number): Promise<void> {
      for (let left = count; left > 0; left -= processes * ofOneAccount) {
        for (const each of listening) {
          each.send({
            kind: 'listen',
            port: Number(new URL(backend.url).port),
            path: `/api/events?organizationId=${organizationId}`,
            accessToken: accounts.shift(),
            count: Math.min(ofOneAccount, left / processes),
          });
        }
        for (const each of listening) await each.receive(z.object({ opened: z.number() }));
      }
    }

    async function reports() {
      for (const each of listening) each.send({ kind: 'report' });
      const all = [];
      for (const each of listening) all.push(await each.receive(report));
      return {
        open: all.reduce((sum, { open }) => sum + open, 0),
        delays: all.flatMap(({ delays }) => delays),
      };
    }

    async function invite(number: number): Promise<void> {
      await client.call(createInvite, {
        params: { organizationId },
        body: { email: `sent-${Date.now()}-${number}@invited.test`, role: 'agent' },
      });
    }

    // Warm: a few hundred streams have come and gone, invites too.
    await listen(400);
    for (let number = 0; number < 5; number += 1) await invite(number);
    const idle: Memory[] = [{ listeners: 400, kilobytes: await retainedMemory(backend) }];
    let count = 400;
    for (const step of steps) {
      await listen(step - count);
      count = step;
      const kilobytes = await retainedMemory(backend);
      idle.push({ listeners: count, kilobytes });
      log(`${count} listeners: ${Math.round(kilobytes / 1024)} MiB`);
    }
    await delay(betweenInvitesMs);
    await reports();

    for (let number = 0; number < invites; number += 1) {
      await invite(number + 5);
      await delay(betweenInvitesMs);
    }
    const { open, delays } = await reports();
    const missing = count * invites - delays.length;
    const p99 = delays.length === 0 ? Number.NaN : percentile(delays, 99);
    const each = slope(idle);
    return {
      figures: [
        { name: 'p99', value: p99, unit: 'ms' },
        { name: 'p50', value: percentile(delays, 50), unit: 'ms' },
        { name: 'memory of a listener', value: each, unit: 'kB' },
        {
          name: 'the node without listeners',
          value: (idle[0]?.kilobytes ?? 0) / 1024 - (400 * each) / 1024,
          unit: 'MiB',
        },
        { name: 'with all of them', value: (idle.at(-1)?.kilobytes ?? 0) / 1024, unit: 'MiB' },
        { name: 'streams still open', value: open, unit: '' },
        { name: 'events missing', value: missing, unit: `of ${count * invites}` },
      ],
      met: missing === 0 && open === count && p99 <= goalMs && each <= goalKilobytes,
      note: `resident memory after a garbage collection, as the slope over ${idle.length} counts of listeners`,
    };
  },
};

interface Memory {
  listeners: number;
  kilobytes: number;
}

/** What the process retains after a garbage collection, read from Linux's /proc. */
async function retainedMemory(backend: Backend): Promise<number> {
  await delay(1_000);
  await collectGarbage(backend.output());
  await delay(1_000);
  const status = readFileSync(`/proc/${backend.ready.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
}

/** What one more listener adds, by least squares. */
function slope(points: readonly Memory[]): number {
  const x = meanOf(points.map(({ listeners }) => listeners));
  const y = meanOf(points.map(({ kilobytes }) => kilobytes));
  const covariance = points.reduce((sum, each) => sum + (each.listeners - x) * (each.kilobytes - y), 0);
  return covariance / points.reduce((sum, each) => sum + (each.listeners - x) ** 2, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
