import { limit, measureEmailedInvites, ofOnePerson } from '../load/measure-emailed-invites.ts';
import type { Scenario } from '../harness/scenario.ts';

export const scenario: Scenario = {
  title: 'invite with its email sent, by one person in 16 organizations at once',
  baseline: limit,
  goal: '≥ 0.35 × its rate, p99 ≤ 150 ms',
  measure: ({ log }) =>
    measureEmailedInvites(
      {
        goal: { ratio: 0.35, p99Ms: 150 },
        invitersOf: async (fixture) => {
          const inviters = await ofOnePerson(fixture, 16);
          return () => inviters;
        },
      },
      log,
    ),
};
