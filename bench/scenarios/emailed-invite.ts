import { limit, measureEmailedInvites, ofOnePerson } from '../load/measure-emailed-invites.ts';
import type { Scenario } from '../harness/scenario.ts';

export const scenario: Scenario = {
  title: 'invite with its email sent, 16 at once in one organization',
  baseline: limit,
  goal: '≥ 0.5 × its rate',
  measure: ({ log }) =>
    measureEmailedInvites(
      {
        goal: { ratio: 0.5 },
        // Of 1,000 invites for each round, so that it is about as large in the last as in the first.
        invitersOf: async (fixture, rounds) => {
          const inviters = await ofOnePerson(fixture, rounds);
          return (round) => inviters.slice(round, round + 1);
        },
      },
      log,
    ),
};
