import { limit, measureEmailedInvites } from '../load/measure-emailed-invites.ts';
import type { Scenario } from '../harness/scenario.ts';
import { small } from '../fixtures/backend-fixture.ts';

export const scenario: Scenario = {
  title: 'invite with its email sent, by 16 people in 16 organizations',
  baseline: limit,
  goal: '≥ 0.4 × its rate',
  measure: ({ log }) =>
    measureEmailedInvites(
      {
        goal: { ratio: 0.4 },
        invitersOf: async (fixture) => {
          const teams = await fixture.teams(16, small);
          return () => teams;
        },
      },
      log,
    ),
};
