import { setTimeout as delay } from 'node:timers/promises';
import { listActivity } from '#contract/activity';
import { createInvite, createInviteLink, listInvites, resendInvite } from '#contract/invite';
import { listMembers } from '#contract/member';
import { getOrganization } from '#contract/organization';
import type { ApiClient } from '../../../test/support/api-client.ts';
import { openEventStream, type EventStreamReader } from '../../../test/support/event-stream.ts';
import { createWebClient, type WebClient } from '../../../test/support/web-client.ts';
import { cpuMs } from '../cpu-time.ts';
import { openCostMeter, type Cost } from '../cost-meter.ts';
import type { Figure, Row } from '../row.ts';
import { openSmallSite, small, type Site } from '../site.ts';

const times = 200;
const acceptances = 40;
const listeners = 100;
const idleMs = 16_000;

export const row: Row = {
  what: 'what an act costs: statements, processor time of the server and of PostgreSQL, write-ahead log',
  beside: '—',
  goal: '—',
  async measure({ log }) {
    const site = await openSmallSite();
    const { client, accessToken } = await site.signIn();
    const [organizationId = ''] = await site.organizations(1, small);
    const params = { organizationId };
    const meter = await openCostMeter(site.databaseUrl, site.backend.ready.pid);
    try {
      const invited: string[] = [];
      const invite = async () => {
        const body = { email: `cost-${invited.length}@invited.test`, role: 'agent' as const };
        invited.push((await client.call(createInvite, { params, body })).id);
      };
      // Compiled and cached before it is measured.
      while (invited.length < times) await invite();
      const costs: Record<string, Cost> = {
        invite: await meter.of(times, invite),
        resend: await meter.of(times, (n) =>
          client.call(resendInvite, { params: { ...params, inviteId: invited[n] ?? '' }, body: {} }),
        ),
        acceptance: await acceptanceCost(site, client, organizationId, meter),
        organization: await meter.of(times, () => client.call(getOrganization, { params })),
        'page of members': await meter.of(times, () => client.call(listMembers, { params, query: {} })),
        'page of invites': await meter.of(times, () => client.call(listInvites, { params, query: {} })),
        'page of activity': await meter.of(times, () => client.call(listActivity, { params, query: {} })),
      };
      for (const [name, cost] of Object.entries(costs)) log(`${name}: ${inWords(cost)}`);
      const live = await liveCost(site, accessToken, organizationId, () => meter.of(times, invite));
      for (const { name, value, unit } of live) log(`${name}: ${value.toFixed(1)} ${unit}`);
      return { figures: [...Object.entries(costs).flatMap(asFigures), ...live], met: true };
    } finally {
      await meter.close();
    }
  },
};

function inWords({ statements, serverMs, postgresMs, walBytes }: Cost): string {
  return `${statements} statements, ${serverMs.toFixed(2)} ms server, ${postgresMs.toFixed(2)} ms PostgreSQL, ${(walBytes / 1000).toFixed(1)} kB log`;
}

/** Named `act: what`, of which docs/scale.md makes a table. */
function asFigures([act, { statements, serverMs, postgresMs, walBytes }]: [string, Cost]): Figure[] {
  return [
    { name: `${act}: statements`, value: statements, unit: '' },
    { name: `${act}: server`, value: serverMs, unit: 'ms' },
    { name: `${act}: PostgreSQL`, value: postgresMs, unit: 'ms' },
    { name: `${act}: log`, value: walBytes / 1000, unit: 'kB' },
    { name: `${act}: a second on a core of a node`, value: 1000 / serverMs, unit: '' },
    { name: `${act}: on one of PostgreSQL`, value: 1000 / postgresMs, unit: '' },
  ];
}

/** By people who have an account and are signed in: their sign-in, which is slow on purpose, is not part of it. */
async function acceptanceCost(
  site: Site,
  client: ApiClient,
  organizationId: string,
  meter: Awaited<ReturnType<typeof openCostMeter>>,
): Promise<Cost> {
  const ready: { web: WebClient; link: string }[] = [];
  while (ready.length < acceptances) {
    const person = await site.world.person();
    const params = { organizationId };
    const { id } = await client.call(createInvite, { params, body: { email: person.email, role: 'agent' } });
    const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: id }, body: {} });
    const web = createWebClient(site.backend.url);
    await web.post('/Account/Login', { email: person.email, password: person.password });
    ready.push({ web, link: url });
  }
  return meter.of(acceptances, async (n) => {
    const one = ready[n];
    const answer = await one?.web.post(`${one.link}/accept`);
    if (answer?.status !== 303) throw new Error(`not accepted: ${answer?.status}`);
  });
}

/** What open apps cost the server: while nothing happens, and for each event that each of them hears. */
async function liveCost(
  site: Site,
  accessToken: string,
  organizationId: string,
  invites: () => Promise<Cost>,
): Promise<Figure[]> {
  const alone = await invites();
  const streams: EventStreamReader[] = [];
  while (streams.length < listeners)
    streams.push(await openEventStream({ url: site.backend.url, accessToken, organizationId }));
  try {
    const [first] = streams;
    const before = { text: first?.text().length ?? 0, cpu: cpuMs(site.backend.ready.pid) };
    await delay(idleMs);
    const idle = {
      text: (first?.text().length ?? 0) - before.text,
      cpu: cpuMs(site.backend.ready.pid) - before.cpu,
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
