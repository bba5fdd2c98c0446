import { runPrepared, type Transaction } from '../database/database.ts';
import type { Reading } from '../database/combined-statement.ts';

/** How many invite emails one address gets within 24 hours from all organizations together, and from one of them. */
const perRecipient = 20;
const perRecipientOfOrganization = 5;
/** The same for codes, which the invitee asks for. They are counted apart: no invite takes the place of a code. */
const codesPerRecipient = 40;
const codesPerRecipientOfOrganization = 10;

/** An invite email to be sent, by whom, and for which organization. */
export interface Send {
  organizationId: string;
  email: string;
  inviterId: string;
}

/** Which quota is used up, and the seconds until it is not. */
export interface ExceededQuota {
  scope: Counter['scope'];
  retryAfter: number;
}

/** The emails that may still be sent within 24 hours. */
export interface SendQuota<Mail> {
  /** Takes one of the emails that the quota was opened for, unless a quota is used up: then it returns that. */
  take: (mail: Mail) => ExceededQuota | undefined;
  /** Returns what was reserved and not taken. */
  commit: () => Promise<void>;
}

interface Counter {
  scope:
    | 'organization'
    | 'inviter'
    | 'recipient of organization'
    | 'recipient'
    | 'codes of organization'
    | 'codes';
  subject: string;
  limit: number;
}

/** Opens the quota for some invite emails. */
export function openSendQuota(
  tx: Transaction,
  settings: { sendsPerDay: number },
  sends: readonly Send[],
): Promise<SendQuota<Send>> {
  return open(tx, sendReservation(tx, settings, sends));
}

/** The reservation of some invite emails, to be made together with what else is read. */
export function sendReservation(
  tx: Transaction,
  { sendsPerDay }: { sendsPerDay: number },
  sends: readonly Send[],
): Reservation<Send> {
  return reserve(tx, sends, ({ organizationId, email, inviterId }) => [
    { scope: 'organization', subject: organizationId, limit: sendsPerDay },
    { scope: 'inviter', subject: inviterId, limit: sendsPerDay },
    // First its own: an organization that has used that up is not told what others have sent.
    {
      scope: 'recipient of organization',
      subject: `${organizationId} ${email}`,
      limit: perRecipientOfOrganization,
    },
    { scope: 'recipient', subject: email, limit: perRecipient },
  ]);
}

/** Opens the quota for a code that an invitee of an organization asks for. */
export function openCodeQuota(
  tx: Transaction,
  organizationId: string,
  mail: Pick<Send, 'email'>,
): Promise<SendQuota<Pick<Send, 'email'>>> {
  const reservation = reserve(tx, [mail], ({ email }) => [
    {
      scope: 'codes of organization',
      subject: `${organizationId} ${email}`,
      limit: codesPerRecipientOfOrganization,
    },
    { scope: 'codes', subject: email, limit: codesPerRecipient },
  ]);
  return open(tx, reservation);
}

/** The statement that reserves some emails, and the quota once it was run. */
export interface Reservation<Mail> {
  reading: Reading<CountedRow>;
  quotaOf: (rows: readonly CountedRow[]) => SendQuota<Mail>;
}

async function open<Mail>(
  tx: Transaction,
  { reading: { writing, text, values }, quotaOf }: Reservation<Mail>,
): Promise<SendQuota<Mail>> {
  return quotaOf(await runPrepared<CountedRow>(tx, `with ${writing} ${text}`, values));
}

/**
 * Reserves all of the emails, which locks the counters until the transaction ends: two transactions cannot both take the last
 * email. Emails are counted by the hour, so that one counts for 24 to 25 hours.
 */
function reserve<Mail>(
  tx: Transaction,
  mails: readonly Mail[],
  countersOf: (mail: Mail) => Counter[],
): Reservation<Mail> {
  const reserved = tally(mails.flatMap(countersOf));
  return { reading: addAndCount(reserved), quotaOf };

  function quotaOf(rows: readonly CountedRow[]): SendQuota<Mail> {
    const used = new Map(rows.map((row) => [keyOf(row), row]));
    const taken = new Map<string, number>();
    const left = (counter: Counter) => {
      const key = keyOf(counter);
      const before = (used.get(key)?.used ?? 0) - (reserved.get(key)?.count ?? 0);
      return counter.limit - before - (taken.get(key) ?? 0);
    };
    return {
      take(mail) {
        const concerned = countersOf(mail);
        const exceeded = concerned.find((counter) => left(counter) <= 0);
        if (exceeded) {
          return { scope: exceeded.scope, retryAfter: used.get(keyOf(exceeded))?.secondsLeft ?? 0 };
        }
        for (const counter of concerned) taken.set(keyOf(counter), (taken.get(keyOf(counter)) ?? 0) + 1);
        return undefined;
      },
      async commit() {
        const unused = [...reserved]
          .map(([key, { counter, count }]) => ({ counter, count: (taken.get(key) ?? 0) - count }))
          .filter(({ count }) => count !== 0);
        if (unused.length === 0) return;
        const { writing, text, values } = addAndCount(
          new Map(unused.map((row) => [keyOf(row.counter), row])),
        );
        await runPrepared(tx, `with ${writing} ${text}`, values);
      },
    };
  }
}

type Tally = Map<string, { counter: Counter; count: number }>;

function keyOf({ scope, subject }: Pick<Counter, 'scope' | 'subject'>): string {
  return `${scope} ${subject}`;
}

function tally(counters: Counter[]): Tally {
  const counted: Tally = new Map();
  for (const counter of counters) {
    const count = (counted.get(keyOf(counter))?.count ?? 0) + 1;
    counted.set(keyOf(counter), { counter, count });
  }
  return counted;
}

interface CountedRow extends Pick<Counter, 'scope' | 'subject'> {
  used: number;
  /** Until the first of the emails counts no longer. */
  secondsLeft: number;
}

/** The statement that adds to counters and reads their new values. */
function addAndCount(added: Tally): Reading<CountedRow> & { writing: string } {
  // Sorted, so that two transactions never deadlock.
  const rows = [...added].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return {
    writing: `added as (
      insert into send_counters (scope, subject, hour, count)
      select scope, subject, date_trunc('hour', now()), count
      from unnest($1::text[], $2::text[], $3::int[]) as row (scope, subject, count)
      on conflict (scope, subject, hour) do update set count = send_counters.count + excluded.count
      returning scope, subject, hour, count
    )`,
    text: `select scope, subject, (added.count + coalesce(earlier.count, 0))::int as used,
      ceil(extract(epoch from coalesce(earlier.first, added.hour) + interval '25 hours' - now()))::int as "secondsLeft"
    from added, lateral (
      select sum(other.count) as count, min(other.hour) as first from send_counters as other
      where other.scope = added.scope and other.subject = added.subject
        and other.hour > now() - interval '25 hours' and other.hour < date_trunc('hour', now())
    ) as earlier`,
    values: [
      rows.map(({ counter }) => counter.scope),
      rows.map(({ counter }) => counter.subject),
      rows.map(({ count }) => count),
    ],
  };
}
