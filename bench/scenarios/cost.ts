import { setTimeout as delay } from 'node:timers/promises';
import { listActivity } from '#contract/activity/api';
import { createInvite, createInviteLink, listInvites, resendInvite } from '#contract/invite/api';
import { listMembers } from '#contract/member/api';
import { getOrganization } from '#contract/organization/api';
import type { ApiClient } from '../../test/helpers/api-client.ts';
import { openEventStream } from '../../test/helpers/event-stream.ts';
import type { EventStreamReader } from '../../test/helpers/event-stream.ts';
import { createWebClient } from '../../test/helpers/web-client.ts';
import type { WebClient } from '../../test/helpers/web-client.ts';
import { cpuMs } from '../harness/cpu-time.ts';
import { openCostMeter } from '../harness/cost-meter.ts';
import type { Cost } from '../harness/cost-meter.ts';
import type { Figure, Scenario } from '../harness/scenario.ts';
import { small, openSmallFixture } from '../fixtures/backend-fixture.ts';
import type { BackendFixture } from '../fixtures/backend-fixture.ts';

const times = 200;
const acceptances = 40;
const listeners = 100;
const idleMs = 16_000;

export const scenario: Scenario = {
  title: 'what an action costs: statements, processor time of the server and of PostgreSQL, write-ahead log',
  baseline: '—',
  goal: '—',
  async measure({ log }) {
    const fixture = await openSmallFixture();
    const { client, accessToken } = await fixture.signIn();
    const [organizationId = ''] = await fixture.organizations(1, small);
    const params = { organizationId };
    const meter = await openCostMeter(fixture.databaseUrl, fixture.backend.ready.pid);
    try {
      const invited: string[] = [];
      const invite = async () => {
        const body = { email: `cost-${invited.length}@invited.test`, role: 'agent' as const };
        invited.push((await client.call(createInvite, { params, body })).id);
      };
      // Compiles and caches before anything is measured.
      while (invited.length < times) await invite();
      const costs: Record<string, Cost> = {
        invite: await meter.of(times, invite),
        resend: await meter.of(times, (n) =>
          client.call(resendInvite, { params: { ...params, inviteId: invited[n] ?? '' }, body: {} }),
        ),
        acceptance: await acceptanceCost(fixture, client, organizationId, meter),
        organization: await meter.of(times, () => client.call(getOrganization, { params })),
        'page of members': await meter.of(times, () => client.call(listMembers, { params, query: {} })),
        'page of invites': await meter.of(times, () => client.call(listInvites, { params, query: {} })),
        'page of activity': await meter.of(times, () => client.call(listActivity, { params, query: {} })),
      };
      for (const [name, cost] of Object.entries(costs)) log(`${name}: ${describe(cost)}`);
      const live = await liveCost(fixture, accessToken, organizationId, () => meter.of(times, invite));
      for (const { name, value, unit } of live) log(`${name}: ${value.toFixed(1)} ${unit}`);
      return { figures: [...Object.entries(costs).flatMap(toFigures), ...live], met: true };
    } finally {
      await meter.close();
    }
  },
};

function describe({ statements, serverMs, postgresMs, walBytes }: Cost): string {
  return `${statements} statements, ${serverMs.toFixed(2)} ms server, ${postgresMs.toFixed(2)} ms PostgreSQL, ${(walBytes / 1000).toFixed(1)} kB log`;
}

/** Named `action: cost`: docs/performance/scale.md shows them as a table. */
function toFigures([action, { statements, serverMs, postgresMs, walBytes }]: [string, Cost]): Figure[] {
  return [
    { name: `${action}: statements`, value: statements, unit: '' },
    { name: `${action}: server`, value: serverMs, unit: 'ms' },
    { name: `${action}: PostgreSQL`, value: postgresMs, unit: 'ms' },
    { name: `${action}: log`, value: walBytes / 1000, unit: 'kB' },
    { name: `${action}: a second on a core of a node`, value: 1000 / serverMs, unit: '' },
    { name: `${action}: on one of PostgreSQL`, value: 1000 / postgresMs, unit: '' },
  ];
}

/** By people who have an account and are signed in: the sign-in, which is slow on purpose, is not part of it. */
async function acceptanceCost(
  fixture: BackendFixture,
  client: ApiClient,
  organizationId: string,
  meter: Awaited<ReturnType<typeof openCostMeter>>,
): Promise<Cost> {
  const ready: { web: WebClient; link: string }[] = [];
  while (ready.length < acceptances) {
    const person = await fixture.testData.person();
    const params = { organizationId };
    const { id } = await client.call(createInvite, { params, body: { email: person.email, role: 'agent' } });
    const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: id }, body: {} });
    const web = createWebClient(fixture.backend.url);
    await web.post('/Account/Login', { email: person.email, password: person.password });
    ready.push({ web, link: url });
  }
  return meter.of(acceptances, async (n) => {
    const one = ready[n];
    const answer = await one?.web.post(`${one.link}/accept`);
    if (answer?.status !== 303) throw new Error(`not accepted: ${answer?.status}`);
  });
}

/** What open apps cost the server: while nothing happens, and for each event that is sent to them. */
async function liveCost(
  fixture: BackendFixture,
  accessToken: string,
  organizationId: string,
  invites: () => Promise<Cost>,
): Promise<Figure[]> {
  const alone = await invites();
  const streams: EventStreamReader[] = [];
  while (streams.length < listeners)
    streams.push(await openEventStream({ url: fixture.backend.url, accessToken, organizationId }));
  try {
    const [first] = streams;
    const before = { text: first?.text().length ?? 0, cpu: cpuMs(fixture.backend.ready.pid) };
    await delay(idleMs);
    const idle = {
      text: (first?.text().length ?? 0) - before.text,
      cpu: cpuMs(fixture.backend.ready.pid) - before.cpu,
    };
    const from = { text: first?.text().length ?? 0, events: first?.events.length ?? 0 };
    const heard = await invites();
    const events = (first?.events.length ?? 0) - from.events;
    const perMinute = 60_000 / idleMs;
    return [
      {
        name: 'written to an open app in a minute without events',
        value: idle.text * perMinute,
        unit: 'bytes',
      },
      {
        name: `server time for it, of ${listeners} open apps`,
        value: (idle.cpu * perMinute) / listeners,
        unit: 'ms',
      },
      {
        name: 'written to each listener for a live event',
        value: ((first?.text().length ?? 0) - from.text) / events,
        unit: 'bytes',
      },
      {
        name: `server time for it, of ${listeners} listeners`,
        value: ((heard.serverMs - alone.serverMs) * times * 1000) / events / listeners,
        unit: 'µs',
      },
    ];
  } finally {
    for (const stream of streams) stream.close();
  }
}
