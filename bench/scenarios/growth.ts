import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { signIn } from '../../test/helpers/api-client.ts';
import { openTestData } from '../../test/helpers/factories.ts';
import { execute } from '../../test/helpers/postgres.ts';
import { startBackend } from '../../test/helpers/start-backend.ts';
import { addNightsWork, company, fillGrowth, nightsWorkLeft } from '../fixtures/growth.ts';
import { createBenchDatabase } from '../fixtures/postgres.ts';
import { startWaitingSmtp } from '../fixtures/waiting-smtp.ts';
import { onCleanup } from '../harness/cleanup.ts';
import type { Figure, Scenario } from '../harness/scenario.ts';
import { goal, timeLists } from '../load/measure-lists.ts';

const daysOfYear = 365;
/** What is filled in without `--long`. */
const daysOfShort = 30;
const gigabyte = 1_000_000_000;
const goals = { gigabytes: 10, nightSeconds: 60 };
const pollMs = 250;

export const scenario: Scenario = {
  title: `a year of a company of ${company.people.toLocaleString('en')}, ${company.invitesPerDay.toLocaleString('en')} invites a day: size, lists, nightly jobs`,
  baseline: '`GET /healthz` of the same server, for the lists',
  goal: `≤ ${goals.gigabytes} GB, p50 of each list ≤ ${goal} ×, nightly jobs ≤ ${goals.nightSeconds} s`,
  async measure({ long, log }) {
    const days = long ? daysOfYear : daysOfShort;
    const databaseUrl = await createBenchDatabase();
    const smtp = await startWaitingSmtp();
    onCleanup(smtp.end);
    const start = () => startBackend({ databaseUrl, smtpUrl: smtp.url });
    const first = await start();
    const testData = openTestData(databaseUrl);
    onCleanup(() => testData.close());
    const owner = await testData.person({ firstName: 'Olga', lastName: 'Owner' });
    const staff = await testData.person({ staff: true });
    const organizationIds: string[] = [];
    while (organizationIds.length < company.organizations)
      organizationIds.push(
        (await testData.organization({ owner, name: `Office ${organizationIds.length + 1}` })).organizationId,
      );
    await first.stop();

    const began = performance.now();
    const before = await sizes(databaseUrl);
    await fillGrowth(databaseUrl, organizationIds, owner.id, days, log);
    await testData.recount();
    const after = await sizes(databaseUrl);
    log(`${days} days filled in, in ${Math.round((performance.now() - began) / 1000)} s`);

    await addNightsWork(databaseUrl);
    const nightFrom = performance.now();
    const backend = await start();
    onCleanup(() => backend.stop());
    while (await hasWorkLeft(databaseUrl)) await delay(pollMs);
    const nightSeconds = (performance.now() - nightFrom) / 1000;
    log(`the night's work: ${nightSeconds.toFixed(1)} s`);
    const vacuumFrom = performance.now();
    await execute(databaseUrl, 'vacuum (analyze)');
    const vacuumSeconds = (performance.now() - vacuumFrom) / 1000;

    const { tokens } = await signIn(backend.url, staff);
    const within = `/api/organizations/${organizationIds[0]}`;
    const { base, slowest, figures } = await timeLists(
      backend.url,
      tokens.accessToken,
      {
        organizations: '/api/organizations?sort=usage',
        inbox: '/api/inbox',
        members: `${within}/members`,
        'members by "ada"': `${within}/members?search=ada`,
        'open invites': `${within}/invites`,
        'all invites': `${within}/invites?status=all`,
        'all invites, one found': `${within}/invites?status=all&search=${3 * 12_345}`,
        'all invites by "ada"': `${within}/invites?status=all&search=ada`,
        activity: `${within}/activity`,
        'activity, one found': `${within}/activity?search=${3 * 12_345}`,
        'activity by "ada"': `${within}/activity?search=ada`,
      },
      log,
    );

    const grown = afterAYear(before, after, days);
    const [all] = grown;
    const ratio = slowest.value / base;
    return {
      figures: [
        ...grown,
        { name: 'the night’s work', value: nightSeconds, unit: 's' },
        { name: 'vacuum and analyze', value: vacuumSeconds, unit: 's' },
        { name: `slowest list (${slowest.name})`, value: slowest.value, unit: 'ms' },
        ...figures,
      ],
      ratio,
      met: ratio <= goal && nightSeconds <= goals.nightSeconds && (all?.value ?? Infinity) <= goals.gigabytes,
      note: long
        ? 'a whole year was filled in'
        : `${days} days were filled in; sizes are those of a year at the same rate, lists and jobs those of the ${days} days`,
    };
  },
};

/** Tables that grow with every day; the others keep what they have. */
const growing = new Set(['invites', 'invite_timeline', 'activity']);

/** What was filled in, and of the tables that grow as much as a year of it. */
function afterAYear(before: Sizes, after: Sizes, days: number): Figure[] {
  const tables = Object.entries(after)
    .filter(([name]) => name !== whole)
    .map(([name, bytes]) => {
      const filled = bytes - (before[name] ?? 0);
      return { name, value: growing.has(name) ? (filled / days) * daysOfYear : filled };
    });
  const sum = tables.reduce((bytes, { value }) => bytes + value, before[whole] ?? 0);
  return [{ name: whole, value: sum }, ...tables].map(({ name, value }) => ({
    name: `${name} after a year`,
    value: value / gigabyte,
    unit: 'GB',
  }));
}

async function hasWorkLeft(databaseUrl: string): Promise<boolean> {
  const { rows } = await execute(databaseUrl, `select (${nightsWorkLeft}) > 0 as left`);
  return (rows as { left: boolean }[])[0]?.left ?? false;
}

type Sizes = Record<string, number>;
const whole = 'the database';

/** The bytes of the whole database, and of its largest tables with their indexes. */
async function sizes(databaseUrl: string): Promise<Sizes> {
  const { rows } = await execute(
    databaseUrl,
    `select '${whole}' as name, pg_database_size(current_database())::float8 as bytes
     union all
     select relname, pg_total_relation_size(oid)::float8 from pg_class
     where relnamespace = 'public'::regnamespace and relname in ('invites', 'invite_timeline', 'activity', 'members', 'users', 'events')`,
  );
  return Object.fromEntries(
    (rows as { name: string; bytes: number }[]).map(({ name, bytes }) => [name, bytes]),
  );
}
