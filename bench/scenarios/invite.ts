import { inviteTarget, peerTarget } from '../load/invite-target.ts';
import { flood } from '../load/load.ts';
import type { FloodResult, Target } from '../load/load-request.ts';
import { median, percentile } from '../harness/statistics.ts';
import { createPeerOrganizations } from '../peer/peer-tables.ts';
import { startPeer } from '../peer/start-peer.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';
import { openSmallFixture, small } from '../fixtures/backend-fixture.ts';

const rounds = 7;
const roundMs = 1_500;
const atOnce = 16;
const goal = 0.5;

export const scenario: Scenario = {
  title:
    'invite by HTTP with its bearer check, seat check, mail job, activity and event, in one transaction, 16 at once',
  baseline: 'bare node:http over `pg`, one round trip, no sign-in',
  goal: `≥ ${goal} × its rate`,
  async measure({ log }) {
    const fixture = await openSmallFixture();
    const peer = await startPeer(fixture.databaseUrl);
    const { accessToken } = await fixture.signIn();
    const latencies: number[] = [];

    // One organization of 1,000 invites for each round, so that it is about as large in the last as in the first.
    const organizations = await fixture.organizations(rounds + 1, small);
    await createPeerOrganizations(fixture.databaseUrl, organizations);
    const teams = await fixture.teams(atOnce, small);
    await createPeerOrganizations(
      fixture.databaseUrl,
      teams.map(({ organizationId }) => organizationId),
    );
    const { product, peerRate, bare, spread, peerSpread } = await alternate(rounds, {
      async product(round) {
        const { perSecond, times } = await rate(
          inviteTarget(fixture.backend.url, organizations[round] ?? '', accessToken),
        );
        if (round > 0) latencies.push(...times);
        log(`round ${round}: ${Math.round(perSecond)}/s`);
        return perSecond;
      },
      async peerRate(round) {
        const { perSecond } = await rate(peerTarget(peer.url, organizations[round] ?? '', 'invites'));
        log(`round ${round}: peer ${Math.round(perSecond)}/s`);
        return perSecond;
      },
      async bare() {
        const { perSecond } = await rate(peerTarget(peer.url, fixture.owner.id, 'bare'));
        return perSecond;
      },
      async spread() {
        const { perSecond } = await rate(
          ...teams.map((team) => inviteTarget(fixture.backend.url, team.organizationId, team.accessToken)),
        );
        return perSecond;
      },
      async peerSpread() {
        const { perSecond } = await rate(
          ...teams.map(({ organizationId }) => peerTarget(peer.url, organizationId, 'invites')),
        );
        return perSecond;
      },
    });
    const ratio = product.warm / peerRate.warm;
    return {
      figures: [
        { name: 'product', value: product.warm, unit: 'invites/s' },
        { name: 'peer', value: peerRate.warm, unit: 'invites/s' },
        { name: 'product, p50', value: median(latencies), unit: 'ms' },
        { name: 'p99', value: percentile(latencies, 99), unit: 'ms' },
        { name: 'product in its first second', value: product.cold, unit: 'invites/s' },
        { name: 'product over 16 organizations', value: spread.warm, unit: 'invites/s' },
        { name: 'the peer over 16', value: peerSpread.warm, unit: 'invites/s' },
        { name: 'a peer that writes nothing but one row', value: bare.warm, unit: 'rows/s' },
      ],
      ratio,
      met: ratio >= goal,
      note: 'What is asked for at once in one organization the product writes in one transaction, the peer one by one. The peer takes the seat lock and writes the same rows under the same indexes. Sending is not part of it: the mail server lets connections wait',
    };
  },
};

function rate(...targets: Target[]): Promise<FloodResult> {
  return flood({ targets, connections: atOnce, ms: roundMs });
}
