import { measureLists } from '../load/measure-lists.ts';
import type { Scenario } from '../harness/scenario.ts';

const goal = 10;

/** A word that stands in one row of 26. */
const lists = {
  members: 'members?search=ada',
  invites: 'invites?search=ada',
  activity: 'activity?search=ada',
};

export const scenario: Scenario = {
  title: 'search for a word that 4,000 members, 40,000 invites and 40,000 entries of the activity have',
  baseline: '`GET /healthz` of the same server',
  goal: `p50 ≤ ${goal} ×`,
  measure: ({ log }) => measureLists(lists, log, goal),
};
