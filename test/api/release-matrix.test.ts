import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, getInvite, listInvites, resendInvite, revokeInvite } from '#contract/invite/api';
import { refreshSession } from '#contract/session/api';
import { createApiClient, problemOf, signIn } from '../helpers/api-client.ts';
import { createEmptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { openEventStream } from '../helpers/event-stream.ts';
import { openTestData, type Team, type TestData } from '../helpers/factories.ts';
import { linkIn, openMailbox, type Mailbox } from '../helpers/mailbox.ts';
import { earlierReleases } from '../helpers/releases.ts';
import { callRoute, routeRows } from '../helpers/route-table.ts';
import { startBackend, type Backend } from '../helpers/start-backend.ts';
import { createWebClient } from '../helpers/web-client.ts';

/** The path alone: each node links to itself here. */
const pathIn = (mail: Parameters<typeof linkIn>[0]): string => new URL(linkIn(mail)).pathname;

// During an upgrade, servers of two releases run on one database, and a client is served by either.
describe.each(earlierReleases)('release %s and this one on one database', (release) => {
  let database: TestDatabase;
  let mailbox: Mailbox;
  let testData: TestData;
  let earlier: Backend;
  let current: Backend;
  let team: Team;

  beforeAll(async () => {
    [database, mailbox] = await Promise.all([createEmptyDatabase(), openMailbox()]);
    const settings = { databaseUrl: database.url, smtpUrl: mailbox.smtpUrl };
    earlier = await startBackend({ ...settings, release });
    // It migrates the database under the earlier one, which goes on.
    current = await startBackend(settings);
    testData = openTestData(database.url);
    team = await testData.team();
  });
  afterAll(async () => {
    await Promise.all([earlier.stop(), current.stop()]);
    await testData.close();
    await mailbox.close();
    await database.drop();
  });

  const bothAs = async (person: Team['owner']) => {
    const { client } = await signIn(earlier.url, person);
    return {
      onEarlier: client,
      onCurrent: createApiClient(current.url, client.accessToken),
    };
  };

  test('an invite of either is listed, resent, revoked and accepted on the other', async () => {
    const { onEarlier, onCurrent } = await bothAs(team.owner);
    const params = { organizationId: team.organizationId };
    const invite = async (client: typeof onEarlier, email: string) =>
      client.call(createInvite, { params, body: { email, role: 'agent' } });

    for (const [name, one, other, otherNode] of [
      ['earlier', onEarlier, onCurrent, current],
      ['current', onCurrent, onEarlier, earlier],
    ] as const) {
      const resent = await invite(one, `resent-${name}@example.test`);
      const revoked = await invite(one, `revoked-${name}@example.test`);
      const accepted = await invite(one, `accepted-${name}@example.test`);
      const listed = await other.call(listInvites, { params });
      expect(listed.items.map(({ id }) => id)).toEqual(
        expect.arrayContaining([resent.id, revoked.id, accepted.id]),
      );
      const first = await mailbox.next(resent.email);
      const again = await other.call(resendInvite, { params: { ...params, inviteId: resent.id } });
      expect(again).toMatchObject({ status: 'pending', sendCount: 2 });
      expect(pathIn(await mailbox.next(resent.email))).toBe(pathIn(first));
      await other.call(revokeInvite, { params: { ...params, inviteId: revoked.id } });
      const path = pathIn(await mailbox.next(accepted.email));
      const registered = await createWebClient(otherNode.url).post(`${path}/register`, {
        firstName: 'New',
        lastName: 'Member',
        password: 'three words in a row',
      });
      expect(registered.status).toBe(303);
      for (const client of [onEarlier, onCurrent]) {
        const inviteId = accepted.id;
        const read = await client.call(getInvite, { params: { ...params, inviteId } });
        expect(read).toMatchObject({ status: 'accepted' });
        expect(read.timeline.map(({ event }) => event)).toContain('accepted');
        const activity = await client.call(listActivity, { params });
        expect(activity.items.map(({ type }) => type)).toEqual(
          expect.arrayContaining(['invite.created', 'invite.resent', 'invite.revoked', 'member.joined']),
        );
      }
    }
  });

  test('an event of either reaches the clients of both', async () => {
    const { onEarlier, onCurrent } = await bothAs(team.owner);
    const { accessToken = '' } = onEarlier;
    const streams = await Promise.all(
      [earlier, current].map(({ url }) => openEventStream({ url, accessToken })),
    );
    const params = { organizationId: team.organizationId };
    for (const [email, client] of [
      ['event-earlier@example.test', onEarlier],
      ['event-current@example.test', onCurrent],
    ] as const) {
      await client.call(createInvite, { params, body: { email, role: 'agent' } });
      for (const stream of streams) {
        const created = await stream.next('invite.created', ({ data }) => data.invite.email === email);
        expect(created.data.invite.status).toBe('pending');
      }
    }
    for (const stream of streams) stream.close();
  });

  test('a session that each of them refreshes in turn stays signed in', async () => {
    let { tokens } = await signIn(earlier.url, team.admin);
    for (const node of [current, earlier, current, earlier]) {
      tokens = await createApiClient(node.url).call(refreshSession, {
        body: { refreshToken: tokens.refreshToken },
      });
      for (const url of [earlier.url, current.url]) {
        const me = await createApiClient(url, tokens.accessToken).raw({ method: 'GET', path: '/api/me' });
        expect(me.status).toBe(200);
      }
    }
  });

  // Routes that the earlier release lacks answer 404 there.
  test('every action runs on either, whichever made what it is about', async () => {
    for (const [name, maker, node] of [
      ['earlier', 'current', earlier],
      ['current', 'earlier', current],
    ] as const) {
      for (const row of routeRows) {
        const unique = `${name}-${routeRows.indexOf(row)}`;
        const { organizationId, owner } = await testData.team();
        const target = await testData.member(organizationId, await testData.person(), 'agent');
        const { client } = await signIn(maker === 'earlier' ? earlier.url : current.url, owner);
        const { id: inviteId } = await client.call(createInvite, {
          params: { organizationId },
          body: { email: `made-${unique}@example.test`, role: 'agent' },
        });
        const caller = createApiClient(node.url, client.accessToken);
        const answer = await callRoute(caller, row, {
          organizationId,
          inviteId,
          memberId: target.memberId,
          unique,
        });
        const got = answer.status < 400 ? answer.status : problemOf(answer);
        const isNew = got === 'not_found' && node === earlier;
        expect([row.route, name, isNew ? row.owner : got]).toEqual([row.route, name, row.owner]);
      }
    }
  });
});
