import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createInvite, bulkInvite } from '#contract/invite/api';
import { eventsPath } from '#contract/live/model';
import { createApiClient } from '../helpers/api-client.ts';
import { openEventStream } from '../helpers/event-stream.ts';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function throughProxy() {
  const proxy = await openFaultyProxy(() => Number(new URL(server().url).port));
  onTestFinished(() => proxy.close());
  const team = await server().testData.team();
  const { accessToken = '' } = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const client = createApiClient(server().url, accessToken);
  const listen = (lastEventId?: string) =>
    openEventStream({ url: proxy.url, accessToken, organizationId: team.organizationId, lastEventId });
  return { proxy, client, params, listen };
}

const createdIn = ({ events }: Awaited<ReturnType<typeof openEventStream>>) =>
  events.flatMap((event) => (event.type === 'invite.created' ? event.data.invite.email : []));

test('delivers every event completely over a slow line and one byte at a time', async () => {
  const { proxy, client, params, listen } = await throughProxy();
  for (const line of [{ dripBytes: 1 }, { delayMs: 30 }, { dripBytes: 100, delayMs: 1 }]) {
    proxy.setLine(line);
    const stream = await listen();
    const name = `${line.dripBytes ?? 0}-${line.delayMs ?? 0}`;
    const invites = [1, 2, 3].map((n) => ({ email: `drip-${name}-${n}@example.test`, role: 'agent' }));
    await client.call(bulkInvite, { params, body: { invites } });
    await vi.waitFor(() => expect(createdIn(stream)).toEqual(invites.map(({ email }) => email)), 30_000);
    stream.close();
    await stream.ended;
  }
});

test(
  'disconnects a client that does not read, keeps the others, and replays what it missed',
  { tags: ['guard:slow-reader'] },
  async () => {
    const { testData, url } = server();
    const team = await testData.team();
    const { organizationId } = team;
    const { accessToken = '' } = await server().as(team.owner);
    const client = createApiClient(url, accessToken);
    const listen = (lastEventId?: string) =>
      openEventStream({ url, accessToken, organizationId, lastEventId });
    const request = get(`${url}${eventsPath}?organizationId=${organizationId}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const [sleeper] = (await once(request, 'response')) as [IncomingMessage];
    sleeper.setEncoding('utf8').pause();
    const reader = await listen();

    // Far more than a server holds for a client, and than the system's buffers on the way; by and by, as one who reads can bear.
    const portions = 20;
    const inPortion = 450;
    for (let portion = 1; portion <= portions; portion += 1) {
      await testData.database.pool.query(
        `insert into events (id, organization_id, type, data, at)
       select (pg_current_xact_id()::text::bigint << 20) + n, $1, 'organization.updated',
         jsonb_build_object('padding', repeat('x', 1800)), now()
       from generate_series(1, $2) as n`,
        [organizationId, inPortion],
      );
      // The server looks for events after a commit of its own.
      const email = `portion-${portion}@example.test`;
      await client.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } });
      await reader.next('invite.created', ({ data }) => data.invite.email === email);
    }
    const padded = portions * inPortion;
    const heard = [...reader.events];
    expect(heard.filter(({ type }) => type === 'organization.updated')).toHaveLength(padded);

    let read = '';
    sleeper.on('data', (text: string) => (read += text));
    sleeper.on('error', () => undefined);
    sleeper.resume();
    await once(sleeper, 'close');
    const ids = [...read.matchAll(/^id: ?(\d+)$/gm)].map(([, id]) => id);
    const before = read.match(/^event: ?organization\.updated$/gm)?.length ?? 0;
    expect(before).toBeLessThan(padded);
    // The last event may have come in part: the one before it has been read whole.
    const resumed = await listen(ids.at(-2));
    await resumed.next(
      'invite.created',
      ({ data }) => data.invite.email === `portion-${portions}@example.test`,
    );
    const known = new Set(ids.slice(0, -1));
    const all = [...known, ...resumed.events.map(({ id }) => id)];
    expect(new Set(all).size).toBe(all.length);
    expect(heard.map(({ id }) => id).filter((id) => !all.includes(id))).toEqual([]);
    reader.close();
    resumed.close();
  },
);
