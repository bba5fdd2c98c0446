import { performance } from 'node:perf_hooks';
import { createInvite } from '#contract/invite/api';
import { createApiClient } from '../../test/helpers/api-client.ts';
import { openEventStream } from '../../test/helpers/event-stream.ts';
import { inviteTarget } from '../load/invite-target.ts';
import { flood } from '../load/load.ts';
import { median, percentile } from '../harness/statistics.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';
import { openSmallFixture, small } from '../fixtures/backend-fixture.ts';

const rounds = 7;
const roundMs = 1_500;
const atOnce = 16;
const crossings = 100;

export const scenario: Scenario = {
  title: 'invites over 16 organizations, 16 at once, by two nodes on one PostgreSQL',
  baseline: 'one node, on the same machine',
  goal: 'every live event crosses',
  async measure({ log }) {
    const fixture = await openSmallFixture();
    const one = fixture.backend.url;
    const second = await fixture.node();
    try {
      const teams = await fixture.teams(atOnce, small);
      const [first] = teams;
      if (!first) throw new Error('there is no organization');
      const rate = async (origins: string[]) => {
        const targets = teams.map((team, index) =>
          inviteTarget(origins[index % origins.length] ?? one, team.organizationId, team.accessToken),
        );
        const { perSecond } = await flood({ targets, connections: atOnce, ms: roundMs });
        log(`${origins.length === 1 ? 'one node' : 'two nodes'}: ${Math.round(perSecond)}/s`);
        return perSecond;
      };
      const { single, both } = await alternate(rounds, {
        single: () => rate([one]),
        both: () => rate([one, second.url]),
      });
      const heard = await cross(one, second.url, first.accessToken, first.organizationId);
      return {
        figures: [
          { name: 'two nodes', value: both.warm, unit: 'invites/s' },
          { name: 'one node', value: single.warm, unit: 'invites/s' },
          { name: `events heard on the other node of ${crossings}`, value: heard.length, unit: '' },
          { name: 'after the answer, p50', value: median(heard), unit: 'ms' },
          { name: 'p95', value: percentile(heard, 95), unit: 'ms' },
        ],
        ratio: both.warm / single.warm,
        met: heard.length === crossings,
        note: 'Clients, both nodes and PostgreSQL share the cores of one machine: what a second node adds needs a second machine',
      };
    } finally {
      await second.stop();
    }
  },
};

/**
 * Invites on one node and listens on the other.
 *
 * @returns for each event how long after the inviter's answer it was there, in milliseconds
 */
async function cross(
  from: string,
  to: string,
  accessToken: string,
  organizationId: string,
): Promise<number[]> {
  const client = createApiClient(from, accessToken);
  const stream = await openEventStream({ url: to, accessToken, organizationId });
  const heard: number[] = [];
  for (let n = 0; n < crossings; n += 1) {
    const invite = await client.call(createInvite, {
      params: { organizationId },
      body: { email: `crossing-${n}@invited.test`, role: 'agent' },
    });
    const answered = performance.now();
    await stream.next('invite.created', ({ data }) => data.invite.id === invite.id);
    heard.push(performance.now() - answered);
  }
  stream.close();
  return heard;
}
