import { createInvite } from '#contract/invite/api';
import { createApiClient } from '../helpers/api-client.ts';
import type { Person, TestData } from '../helpers/factories.ts';
import { linkIn, openMailbox } from '../helpers/mailbox.ts';
import type { Mailbox } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { bearerOf, createCaller, type Caller } from './caller.ts';
import type { Part } from './part.ts';
import { openHarness } from './harness.ts';

const rounds = { short: 24, long: 1_000 };
/** Each has invitees of its own; mails are on their way in one while another one races. */
const lanes = 6;
/** One address gets no more than twenty invites a day. */
const roundsOfOne = 20;
const weekMs = 7 * 24 * 60 * 60 * 1000;

/** Who races in a round, by turns. The expiry passes in the middle of it. */
const fields: readonly Contender[][] = [
  ['accept', 'accept'],
  ['accept', 'decline'],
  ['accept', 'revoke'],
  ['accept', 'expire'],
  ['accept', 'accept', 'decline', 'revoke'],
  ['decline', 'revoke', 'expire'],
  ['accept', 'accept', 'decline', 'revoke', 'expire'],
];
type Contender = 'accept' | 'decline' | 'revoke' | 'expire';
const statusBy = { accept: 'accepted', decline: 'declined', revoke: 'revoked' } as const;

export const part: Part = {
  what: 'accept against revoke, expiry, decline, second accept',
  goal: '1,000 rounds, exactly one winner each',
  async run(size) {
    const mailbox = await openMailbox();
    const harness = await openHarness({ nodes: 2, smtpUrl: mailbox.smtpUrl });
    const callers = harness.urls.map(createCaller);
    const wins = { accept: 0, decline: 0, revoke: 0, expire: 0 };
    const wrong: string[] = [];
    let begun = 0;
    try {
      const owner = await harness.testData.person();
      const bearer = bearerOf(owner, () => harness.urls[0] ?? '');
      const lane = async (): Promise<void> => {
        while (begun < rounds[size]) {
          const invitee = await harness.testData.person();
          const web = createWebClient(harness.urls[0] ?? '');
          await web.post('/Account/Login', { email: invitee.email, password: invitee.password });
          const about = {
            testData: harness.testData,
            mailbox,
            callers,
            url: harness.urls[0] ?? '',
            owner,
            invitee,
            bearer,
          };
          for (let n = 0; n < roundsOfOne && begun < rounds[size]; n += 1) {
            const number = begun;
            begun += 1;
            const round = await race({ ...about, cookie: web.cookie(), number });
            if (round.problem === undefined) wins[round.winner] += 1;
            else
              wrong.push(`round ${number} (${fields[number % fields.length]?.join(', ')}): ${round.problem}`);
          }
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      for (const caller of callers) caller.close();
      await harness.close();
      await mailbox.close();
    }
    const won = Object.entries(wins).map(([who, count]) => `${who} ${count}`);
    return {
      reached: `${begun} rounds (${won.join(', ')}), ${wrong.length} without exactly one winner${wrong.length > 0 ? `: ${wrong.slice(0, 3).join('; ')}` : ''}`,
      met: wrong.length === 0,
    };
  },
};

interface Race {
  testData: TestData;
  mailbox: Mailbox;
  callers: Caller[];
  url: string;
  owner: Person;
  invitee: Person;
  bearer: () => Promise<{ Authorization: string }>;
  cookie: string;
  number: number;
}

type RoundResult = { winner: Contender; problem?: undefined } | { winner?: undefined; problem: string };

async function race({
  testData,
  mailbox,
  callers,
  url,
  owner,
  invitee,
  bearer,
  cookie,
  number,
}: Race): Promise<RoundResult> {
  const headers = await bearer();
  const { organizationId } = await testData.organization({ owner });
  const params = { organizationId };
  const { id } = await createApiClient(url, headers.Authorization.replace('Bearer ', '')).call(createInvite, {
    params,
    body: { email: invitee.email, role: 'agent' },
  });
  const link = new URL(linkIn(await mailbox.next(invitee.email))).pathname;
  const contenders = fields[number % fields.length] ?? [];
  const done = await Promise.all(
    contenders.map(async (contender, n) => {
      if (contender === 'expire') {
        await testData.age(id, weekMs);
        return undefined;
      }
      // Now on this node, now on that one.
      const caller = callers[(number + n) % callers.length];
      const answer =
        contender === 'revoke'
          ? await caller?.post(`/api/organizations/${organizationId}/invites/${id}/revoke`, {}, headers)
          : await caller?.post(`${link}/${contender}`, new URLSearchParams(), { Cookie: cookie });
      return answer && [200, 303].includes(answer.status) ? contender : undefined;
    }),
  );
  const { rows } = await testData.database.pool.query<Found>(
    `select status, expires_at <= now() as expired,
       (select count(*)::int from members where organization_id = $2 and user_id = $3) as members,
       (select array_agg(type) from activity where organization_id = $2 and type in ('invite.accepted', 'invite.declined', 'invite.revoked')) as activity,
       (select array_agg(type) from events where organization_id = $2 and type in ('invite.accepted', 'invite.declined', 'invite.revoked')) as events
     from invites where id = $1`,
    [id, organizationId, invitee.id],
  );
  return checkRound(
    done.filter((contender) => contender !== undefined),
    rows[0],
    contenders,
  );
}

interface Found {
  status: string;
  expired: boolean;
  members: number;
  activity: string[] | null;
  events: string[] | null;
}

/** One contender got a success, and the invite, the members, the activity and the events all agree with it. */
function checkRound(
  succeeded: Exclude<Contender, 'expire'>[],
  found: Found | undefined,
  contenders: Contender[],
): RoundResult {
  const said = JSON.stringify({ succeeded, found });
  const [winner, ...others] = succeeded;
  if (!found || others.length > 0) return { problem: said };
  if (winner === undefined) {
    const expired = contenders.includes('expire') && found.status === 'pending' && found.expired;
    return expired && found.members === 0 && !found.activity && !found.events
      ? { winner: 'expire' }
      : { problem: said };
  }
  const status = statusBy[winner];
  const agrees =
    found.status === status &&
    found.members === (winner === 'accept' ? 1 : 0) &&
    [found.activity, found.events].every((types) => types?.join() === `invite.${status}`);
  return agrees ? { winner } : { problem: said };
}
