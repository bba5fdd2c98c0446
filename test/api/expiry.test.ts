import { beforeAll, describe, expect, test } from 'vitest';
import { createInvite, createInviteLink, getInvite, listInvites, resendInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { getSeats } from '#contract/seat/api';
import type { ApiClient } from '../helpers/api-client.ts';
import { linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import type { WebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const second = 1_000;
const newcomer = { firstName: 'Nina', lastName: 'New', password: 'a long enough password' };

let client: ApiClient;
let params: { organizationId: string };
let count = 0;

beforeAll(async () => {
  const team = await server().testData.team();
  client = await server().as(team.owner);
  params = { organizationId: team.organizationId };
});

interface Invited {
  inviteId: string;
  email: string;
  link: string;
  /** Signed in as the invitee, when there is an account. */
  web: WebClient;
}

/** Somebody whose invite was sent so long ago. */
async function invited(ageMs: number, { account = false } = {}): Promise<Invited> {
  const email = `expiring-${(count += 1)}@example.test`;
  const web = createWebClient(server().url);
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const link = linkIn(await server().mailbox.next(email));
  if (account) {
    const { password } = await server().testData.person({ email });
    expect((await web.post('/Account/Login', { email, password })).status).toBe(303);
  }
  await server().testData.age(id, ageMs);
  return { inviteId: id, email, link, web };
}

/** What an invitee can do without an account, and the status of the invite afterwards. */
const inviteeActions: Record<string, (invite: Invited) => Promise<{ status: number; becomes: string }>> = {
  async open({ link, web }) {
    const { status } = await web.get(link);
    return { status, becomes: 'pending' };
  },
  async register({ link, web }) {
    const { status } = await web.post(`${link}/register`, newcomer);
    return { status, becomes: 'accepted' };
  },
};

const accountActions: typeof inviteeActions = {
  async accept({ link, web }) {
    const { status } = await web.post(`${link}/accept`);
    return { status, becomes: 'accepted' };
  },
  async decline({ link, web }) {
    const { status } = await web.post(`${link}/decline`);
    return { status, becomes: 'declined' };
  },
};

const all = [
  ...Object.entries(inviteeActions).map(([name, action]) => ({ name, action, account: false })),
  ...Object.entries(accountActions).map(([name, action]) => ({ name, action, account: true })),
];

const statusOf = async (inviteId: string) =>
  (await client.call(getInvite, { params: { ...params, inviteId } })).status;

describe('an invite one second before its expiry', () => {
  test.each(all)('allows: $name', async ({ action, account }) => {
    for (;;) {
      const invite = await invited(inviteLifetimeMs - 20 * second, { account });
      await server().testData.age(invite.inviteId, 19 * second - (await sinceCreation(invite)));
      const began = performance.now();
      const { status, becomes } = await action(invite);
      // On a busy machine the second may be over before the action: then it has shown nothing.
      if (performance.now() - began > 0.9 * second) continue;
      expect([200, 303]).toContain(status);
      expect(await statusOf(invite.inviteId)).toBe(becomes);
      return;
    }
  });
});

describe('an invite one second after its expiry', { tags: ['guard:invite-expires'] }, () => {
  test.each(all)('rejects: $name', async ({ action, account }) => {
    const invite = await invited(inviteLifetimeMs + second, { account });
    expect((await action(invite)).status).toBe(410);
    expect(await statusOf(invite.inviteId)).toBe('expired');
  });

  test('takes no seat, is listed as expired and can be resent', async () => {
    const before = await client.call(getSeats, { params });
    const { inviteId } = await invited(inviteLifetimeMs + second);
    expect(await client.call(getSeats, { params })).toEqual(before);
    const { items } = await client.call(listInvites, { params, query: { status: 'expired', limit: 200 } });
    expect(items.map(({ id }) => id)).toContain(inviteId);
    const again = await client.call(resendInvite, { params: { ...params, inviteId } });
    expect(Date.parse(again.expiresAt) - Date.parse(again.lastSentAt)).toBe(inviteLifetimeMs);
  });
});

/** How long the database has had the invite beyond what it was aged by, in milliseconds. */
async function sinceCreation({ inviteId }: Invited): Promise<number> {
  const { rows } = await server().testData.database.pool.query<{ ms: number }>(
    `select extract(epoch from now() - created_at)::float8 * 1000 as ms from invites where id = $1`,
    [inviteId],
  );
  return (rows[0]?.ms ?? 0) - (inviteLifetimeMs - 20 * second);
}

describe('an ended invite', () => {
  const endBy: Record<string, (invite: Invited) => Promise<unknown>> = {
    used: ({ link, web }) => web.post(`${link}/accept`),
    declined: ({ link, web }) => web.post(`${link}/decline`),
    revoked: ({ inviteId }) =>
      client.raw({
        method: 'POST',
        path: `/api/organizations/${params.organizationId}/invites/${inviteId}/revoke`,
      }),
    async replaced({ inviteId, email }) {
      await server().testData.age(inviteId, inviteLifetimeMs);
      await client.call(createInvite, { params, body: { email, role: 'admin' } });
    },
  };

  test.each(Object.keys(endBy))('allows no action through either link once %s', async (how) => {
    const invite = await invited(0, { account: true });
    const inviteParams = { ...params, inviteId: invite.inviteId };
    const { url } = await client.call(createInviteLink, { params: inviteParams });
    await endBy[how]?.(invite);
    const ended = await statusOf(invite.inviteId);
    expect(ended).toBe({ used: 'accepted', declined: 'declined' }[how] ?? 'revoked');
    for (const link of [invite.link, url]) {
      for (const name of ['register', 'accept', 'decline', 'code']) {
        const { status } = await invite.web.post(`${link}/${name}`, newcomer);
        expect([409, 410], name).toContain(status);
      }
    }
    expect(await statusOf(invite.inviteId)).toBe(ended);
    expect((await client.refusal(resendInvite, { params: inviteParams })).problem.code).toBe(
      'invite_not_open',
    );
    expect((await client.refusal(createInviteLink, { params: inviteParams })).problem.code).toBe(
      'invite_not_open',
    );
  });
});
