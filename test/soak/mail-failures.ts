import { setTimeout as delay } from 'node:timers/promises';
import { bulkInvite } from '#contract/invite/api';
import { signIn } from '../helpers/api-client.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import type { Behaviour, Fault, SmtpPhase } from '../helpers/mail-server.ts';
import type { Part } from './part.ts';
import { openHarness, type Harness } from './harness.ts';

const amounts = { short: { mails: 150, silences: 0 }, long: { mails: 10_000, silences: 4 } };
const failing = 0.3;
const perCall = 1_000;
/** For all mails to be out, however busy the machine. */
const patienceMs = { short: 90_000, long: 900_000 };

/** What can go wrong with one mail, all as often. */
const faults: readonly { phase: SmtpPhase; fault: Fault }[] = [
  { phase: 'sender', fault: { say: '451 try later' } },
  { phase: 'sender', fault: 'drop' },
  { phase: 'recipient', fault: { say: '450 greylisted' } },
  { phase: 'recipient', fault: 'drop' },
  { phase: 'data', fault: { say: '452 no room' } },
  { phase: 'data', fault: 'drop' },
  { phase: 'middle', fault: 'drop' },
  { phase: 'message', fault: { say: '421 going down' } },
  { phase: 'message', fault: 'drop' },
  { phase: 'message', fault: 'unclear' },
];

export const part: Part = {
  what: 'mails with 30 % of SMTP answers failing',
  goal: '10,000, 0 lost, a repeat only after an unclear 250',
  async run(size) {
    const { mails, silences } = amounts[size];
    const attempts = { all: 0, failed: 0, silences };
    const mailServer = await openMailServer({ behave: () => misbehaving(attempts) });
    // Two processes work off one queue.
    const harness = await openHarness({ nodes: 2, smtpUrl: mailServer.smtpUrl });
    try {
      const recipients = await inviteAll(harness, mails);
      const sent = await allOut(harness, recipients.length, patienceMs[size]);
      const fates = fatesOf(mailServer.accepted);
      const lost = recipients.filter((email) => !fates.has(email)).length;
      const repeated = [...fates.values()].filter(({ times }) => times > 1).length;
      const wrong = [...fates.values()].filter(({ isWrong }) => isWrong).length;
      return {
        reached:
          `${recipients.length} mails, ${attempts.failed} of ${attempts.all} attempts failed: ${lost} lost, ` +
          `${recipients.length - sent} not shown as sent, ${repeated} repeated after an unclear 250, ${wrong} otherwise`,
        met: lost === 0 && wrong === 0 && sent === recipients.length && recipients.length === mails,
      };
    } finally {
      await harness.close();
      await mailServer.close();
    }
  },
};

/** One attempt in three or so goes wrong somewhere. */
function misbehaving(attempts: { all: number; failed: number; silences: number }): Behaviour {
  let planned: (typeof faults)[number] | undefined;
  return (phase) => {
    if (phase === 'sender') {
      attempts.all += 1;
      planned = Math.random() < failing ? faults[Math.floor(Math.random() * faults.length)] : undefined;
      if (planned) attempts.failed += 1;
      if (planned && attempts.silences > 0) {
        attempts.silences -= 1;
        planned = { phase: 'data', fault: attempts.silences % 2 === 0 ? 'silence' : 'drip' };
      }
    }
    return planned?.phase === phase ? planned.fault : undefined;
  };
}

async function inviteAll({ testData, urls }: Harness, count: number): Promise<string[]> {
  const owner = await testData.person();
  const { organizationId } = await testData.organization({ owner });
  const { client } = await signIn(urls[0] ?? '', owner);
  const invited: string[] = [];
  while (invited.length < count) {
    const invites = Array.from({ length: Math.min(perCall, count - invited.length) }, (_, n) => ({
      email: `mail-${invited.length + n}@example.test`,
      role: 'agent',
    }));
    const { results } = await client.call(bulkInvite, {
      params: { organizationId },
      body: { invites },
    });
    const done = results.filter(({ outcome }) => outcome === 'invited').map(({ email }) => email);
    if (done.length < invites.length) throw new Error(`only ${done.length} of ${invites.length} invited`);
    invited.push(...done);
  }
  return invited;
}

/**
 * Waits until all mails are out, and moves the time for what is to be tried again: its waits grow to many minutes.
 *
 * @returns how many the list shows as sent
 */
async function allOut({ testData }: Harness, count: number, patienceMs: number): Promise<number> {
  for (const began = Date.now(); ; await delay(200)) {
    await testData.database.pool.query(
      `update pgboss.job set start_after = now() where name = 'mail' and state = 'retry' and start_after > now()`,
    );
    const { rows } = await testData.database.pool.query<{ sent: number }>(
      `select count(*)::int as sent from invites where delivery_status = 'sent'`,
    );
    const sent = rows[0]?.sent ?? 0;
    if (sent >= count || Date.now() - began > patienceMs) return sent;
  }
}

/** What each recipient got. Wrong: another mail after one that was clear, or one with another Message-ID. */
function fatesOf(accepted: readonly { to: string; messageId: string; clear: boolean }[]) {
  const fates = new Map<string, { times: number; messageId: string; clear: boolean; isWrong: boolean }>();
  for (const { to, messageId, clear } of accepted) {
    const before = fates.get(to);
    fates.set(to, {
      times: (before?.times ?? 0) + 1,
      messageId,
      clear,
      isWrong: before !== undefined && (before.isWrong || before.clear || before.messageId !== messageId),
    });
  }
  return fates;
}
