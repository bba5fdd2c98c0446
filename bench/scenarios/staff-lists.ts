import { fillManyOrganizations } from '../fixtures/many-organizations.ts';
import { openLargeFixture } from '../fixtures/backend-fixture.ts';
import { goal, timeLists } from '../load/measure-lists.ts';
import { signIn } from '../../test/helpers/api-client.ts';
import type { Scenario } from '../harness/scenario.ts';

const organizations = 10_000;

/** What support staff open and type; members by the beginnings of first names, last names and addresses. */
const paths = (organizationId: string) => ({
  ...Object.fromEntries(
    ['usage', 'pending', 'expiring', 'name'].map((sort) => [
      `organizations by ${sort}`,
      `/api/organizations?sort=${sort}`,
    ]),
  ),
  'organizations, search for a common beginning': '/api/organizations?sort=usage&search=a',
  'organizations, search for one': '/api/organizations?sort=usage&search=north+travel+marlow',
  ...Object.fromEntries(
    ['a', 'ad', 'ada', 'm', 'member', 'v', 'zeno', '5', '543', 'member-54321'].map((beginning) => [
      `members by "${beginning}"`,
      `/api/organizations/${organizationId}/members?search=${beginning}`,
    ]),
  ),
});

export const scenario: Scenario = {
  title: `support's lists: ${organizations.toLocaleString('en')} organizations by usage, pending, expiring, name and search; members of 100,000 by any beginning`,
  baseline: '`GET /healthz` of the same server',
  goal: `p50 of each ≤ ${goal} ×`,
  async measure({ log }) {
    const { backend, databaseUrl, testData, owner, organizationId } = await openLargeFixture(log);
    await fillManyOrganizations(databaseUrl, organizations - 1, owner.id);
    await testData.recount();
    const staff = await testData.person({ staff: true });
    const { tokens } = await signIn(backend.url, staff);
    const { base, slowest, figures } = await timeLists(
      backend.url,
      tokens.accessToken,
      paths(organizationId),
      log,
    );
    const ratio = slowest.value / base;
    return {
      figures: [{ name: `slowest (${slowest.name})`, value: slowest.value, unit: 'ms' }, ...figures],
      ratio,
      met: ratio <= goal,
    };
  },
};
