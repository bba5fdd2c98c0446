import { z } from 'zod';
import { openMailingFixture, small, type BackendFixture } from '../fixtures/backend-fixture.ts';
import { openCostMeter, type Cost } from '../harness/cost-meter.ts';
import { alternate } from '../harness/rounds.ts';
import type { Measurement } from '../harness/scenario.ts';
import { median, percentile } from '../harness/statistics.ts';
import { createLimitOrganizations } from '../peer/peer-tables.ts';
import { startPeer } from '../peer/start-peer.ts';
import { inviteTarget, peerTarget } from './invite-target.ts';
import { flood } from './load.ts';

const rounds = 7;
const roundMs = 1_500;
const atOnce = 16;
const came = z.object({ lastAt: z.number() });

export const limit = 'the bare limit: node:http over `pg`, one statement, three plain tables, no sign-in';

/** Where a connection invites, and with whose token. */
interface Inviter {
  organizationId: string;
  accessToken: string;
}

/**
 * Invites with 16 connections and has each email taken by a mail server. A round ends when its last email is there, so that no
 * work is left over for a time that is not measured.
 *
 * @param invitersOf what is invited to in a round
 * @param goal the least ratio to the bare limit, and the longest answer but for one in a hundred
 */
export async function measureEmailedInvites(
  {
    invitersOf,
    goal,
  }: {
    invitersOf: (fixture: BackendFixture, rounds: number) => Promise<(round: number) => Inviter[]>;
    goal: { ratio: number; p99Ms?: number };
  },
  log: (line: string) => void,
): Promise<Measurement> {
  const fixture = await openMailingFixture();
  const { sink, backend, databaseUrl } = fixture;
  const peer = await startPeer(databaseUrl);
  const inviters = await invitersOf(fixture, rounds + 1);
  const meter = await openCostMeter(databaseUrl, backend.ready.pid);
  const latencies: number[] = [];
  const costs: Cost[] = [];
  const answered: number[] = [];

  async function product(round: number): Promise<number> {
    sink.send(Number.MAX_SAFE_INTEGER);
    await sink.receive(z.literal('waiting'));
    let perSecond = 0;
    const cost = await meter.during(async () => {
      const began = Date.now();
      const result = await flood({
        targets: inviters(round).map((one) => inviteTarget(backend.url, one.organizationId, one.accessToken)),
        connections: atOnce,
        ms: roundMs,
      });
      const ended = Date.now();
      sink.send({ sinceThen: result.count });
      const { lastAt } = await sink.receive(came);
      perSecond = (result.count * 1000) / (Math.max(ended, lastAt) - began);
      if (round > 0) latencies.push(...result.times);
      if (round > 0) answered.push(result.perSecond);
      return result.count;
    });
    if (round > 0) costs.push(cost);
    log(`round ${round}: ${Math.round(perSecond)}/s, ${describe(cost)}`);
    return perSecond;
  }

  async function bare(round: number): Promise<number> {
    const organizationIds = [...new Set(inviters(round).map(({ organizationId }) => organizationId))];
    const targets = organizationIds.map((id) => peerTarget(peer.url, id, 'limit'));
    const { perSecond } = await flood({ targets, connections: atOnce, ms: roundMs });
    log(`round ${round}: limit ${Math.round(perSecond)}/s`);
    return perSecond;
  }

  await createLimitOrganizations(databaseUrl, [
    ...new Set(
      Array.from({ length: rounds + 1 }, (_, round) => inviters(round))
        .flat()
        .map(({ organizationId }) => organizationId),
    ),
  ]);
  try {
    const sides = await alternate(rounds, { product, bare });
    const ratio = sides.product.warm / sides.bare.warm;
    const p99 = percentile(latencies, 99);
    const middle = (of: keyof Cost) => median(costs.map((cost) => cost[of]));
    return {
      figures: [
        { name: 'product, its emails included', value: sides.product.warm, unit: 'invites/s' },
        { name: 'limit', value: sides.bare.warm, unit: 'invites/s' },
        { name: 'answered', value: median(answered), unit: 'invites/s' },
        { name: 'p50', value: median(latencies), unit: 'ms' },
        { name: 'p99', value: p99, unit: 'ms' },
        { name: 'server', value: middle('serverMs'), unit: 'ms' },
        { name: 'PostgreSQL', value: middle('postgresMs'), unit: 'ms' },
        { name: 'statements', value: middle('statements'), unit: '' },
        { name: 'log', value: middle('walBytes') / 1000, unit: 'kB' },
        { name: 'product in its first round', value: sides.product.cold, unit: 'invites/s' },
      ],
      ratio,
      met: ratio >= goal.ratio && p99 <= (goal.p99Ms ?? Number.POSITIVE_INFINITY),
      note: 'A round ends when its last email has been taken. Server, PostgreSQL, statements and log are those of one invite with its email, its live events and the background',
    };
  } finally {
    await meter.close();
  }
}

/** So many organizations of one owner. */
export async function ofOnePerson(fixture: BackendFixture, count: number): Promise<Inviter[]> {
  const { accessToken } = await fixture.signIn();
  const ids = await fixture.organizations(count, small);
  return ids.map((organizationId) => ({ organizationId, accessToken }));
}

function describe({ statements, serverMs, postgresMs, walBytes }: Cost): string {
  return `${statements.toFixed(1)} statements, ${serverMs.toFixed(2)} ms server, ${postgresMs.toFixed(2)} ms PostgreSQL, ${(walBytes / 1000).toFixed(1)} kB log`;
}
