import { goal, measureLists } from '../load/measure-lists.ts';
import type { Scenario } from '../harness/scenario.ts';

/** First pages, and searches with one match. */
const lists = {
  members: 'members',
  'members, one found': 'members?search=54321',
  'members, one found by two words, one of which all have': 'members?search=member+54321',
  invites: 'invites',
  'all invites': 'invites?status=all',
  'invites, one found': 'invites?search=654320',
  activity: 'activity',
  'activity, one found': 'activity?search=654320',
};

export const scenario: Scenario = {
  title:
    'first page of members, invites, activity with 100,000 members and 1,000,000 invites; search for one of them',
  baseline: '`GET /healthz` of the same server',
  goal: `p50 ≤ ${goal} ×`,
  measure: ({ log }) => measureLists(lists, log),
};
