import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { signIn } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { createApiClient } from '../helpers/api-client.ts';
import { linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

// Two processes: what makes one account of two registrations must be in the database.
const server = useServer({ nodes: 2 });

/** One mailbox, as four organizations may write it. */
const spellings = [
  'zoë@bücher.test'.normalize('NFC'),
  'ZOË@BÜCHER.TEST'.normalize('NFD'),
  'Zoë@xn--bcher-kva.test'.normalize('NFC'),
  ' zoe\u0308@b\u00fccher\u3002test ',
];
const normal = 'zoë@xn--bcher-kva.test'.normalize('NFC');

test(
  'creates one account for an address in four spellings that registers four times concurrently',
  { tags: ['guard:address-nfc'] },
  async () => {
    const links = [];
    for (const email of spellings) {
      const team = await server().testData.team();
      const client = await server().as(team.owner);
      const params = { organizationId: team.organizationId };
      const invite = await client.call(createInvite, { params, body: { email, role: 'agent' } });
      expect(invite.email).toBe(normal);
    }
    // The mail server may be told the address in either form of its domain.
    await expect.poll(() => server().mailbox.mails.length).toBe(spellings.length);
    for (const mail of server().mailbox.mails) links.push(new URL(linkIn(mail)).pathname);

    const answers = await Promise.all(
      links.map((path, n) =>
        createWebClient(server().node(n % 2).url).post(`${path}/register`, {
          firstName: 'Zoë',
          lastName: `Number ${n}`,
          password: `a long enough password ${n}`,
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(spellings.length - 1);
    const { rows } = await server().testData.database.pool.query(
      'select email from users where email like $1',
      ['zo%'],
    );
    expect(rows).toEqual([{ email: normal }]);

    const winner = answers.findIndex(({ status }) => status === 303);
    for (const email of spellings) {
      const { accessToken } = await server().anonymous.call(signIn, {
        body: { email, password: `a long enough password ${winner}` },
      });
      const { memberships } = await createApiClient(server().url, accessToken).call(getMe, {});
      expect(memberships).toHaveLength(1);
    }
  },
);
