import { execute } from '../../test/helpers/postgres.ts';
import { inviteTarget } from '../load/invite-target.ts';
import { flood } from '../load/load.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';
import { openLargeFixture, openSmallFixture, small } from '../fixtures/backend-fixture.ts';

const rounds = 7;
const roundMs = 1_500;
const atOnce = 16;
const goal = 0.9;

export const scenario: Scenario = {
  title: 'the same in an organization of 1,000,000 invites and 100,000 members',
  baseline: 'itself at 1,000 invites and 100 members',
  goal: `≥ ${goal} × its rate`,
  async measure({ log }) {
    const smallFixture = await openSmallFixture();
    const largeFixture = await openLargeFixture(log);
    const tokens = { small: await smallFixture.signIn(), large: await largeFixture.signIn() };
    // One for each round, so that it is about as small in the last as in the first.
    const organizations = await smallFixture.organizations(rounds + 1, small);
    const rate = async (origin: string, organizationId: string, accessToken: string) => {
      const targets = [inviteTarget(origin, organizationId, accessToken)];
      const { perSecond } = await flood({ targets, connections: atOnce, ms: roundMs });
      log(`${Math.round(perSecond)}/s`);
      return perSecond;
    };
    const { itself, large } = await alternate(rounds, {
      itself: (round) => rate(smallFixture.backend.url, organizations[round] ?? '', tokens.small.accessToken),
      large: () => rate(largeFixture.backend.url, largeFixture.organizationId, tokens.large.accessToken),
    });
    const ratio = large.warm / itself.warm;
    const { rows } = await execute(
      largeFixture.databaseUrl,
      `select pg_total_relation_size('invites') / (select count(*) from invites) as invite,
         pg_total_relation_size('members') / (select count(*) from members) as member,
         pg_total_relation_size('activity') / (select count(*) from activity) as activity`,
    );
    const bytes = rows[0] as Record<'invite' | 'member' | 'activity', string>;
    return {
      figures: [
        { name: 'at 1,000,000', value: large.warm, unit: 'invites/s' },
        { name: 'at 1,000', value: itself.warm, unit: 'invites/s' },
        { name: 'at 1,000,000 in its first second', value: large.cold, unit: 'invites/s' },
        { name: 'an invite on disk with its indexes', value: Number(bytes.invite), unit: 'bytes' },
        { name: 'a member', value: Number(bytes.member), unit: 'bytes' },
        { name: 'an entry of the activity', value: Number(bytes.activity), unit: 'bytes' },
      ],
      ratio,
      met: ratio >= goal,
    };
  },
};
