import { expect, onTestFinished, test, vi } from 'vitest';
import { createInvitesInBulk } from '#contract/invite';
import { createApiClient } from '../support/api-client.ts';
import { openEventStream } from '../support/event-stream.ts';
import { openFaultyProxy } from '../support/faulty-proxy.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function throughProxy() {
  const proxy = await openFaultyProxy(() => Number(new URL(server().url).port));
  onTestFinished(() => proxy.close());
  const team = await server().world.team();
  const { accessToken = '' } = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const client = createApiClient(server().url, accessToken);
  const listen = (lastEventId?: string) =>
    openEventStream({ url: proxy.url, accessToken, organizationId: team.organizationId, lastEventId });
  return { proxy, client, params, listen };
}

const createdIn = ({ events }: Awaited<ReturnType<typeof openEventStream>>) =>
  events.flatMap((event) => (event.type === 'invite.created' ? event.data.invite.email : []));

test('a line that drips byte by byte, and one that is slow, bring every event whole', async () => {
  const { proxy, client, params, listen } = await throughProxy();
  for (const line of [{ dripBytes: 1 }, { delayMs: 30 }, { dripBytes: 100, delayMs: 1 }]) {
    proxy.setLine(line);
    const stream = await listen();
    const name = `${line.dripBytes ?? 0}-${line.delayMs ?? 0}`;
    const invites = [1, 2, 3].map((n) => ({ email: `drip-${name}-${n}@example.test`, role: 'agent' }));
    await client.call(createInvitesInBulk, { params, body: { invites } });
    await vi.waitFor(() => expect(createdIn(stream)).toEqual(invites.map(({ email }) => email)), 10_000);
    stream.close();
    await stream.ended;
  }
});
