import { runPrepared, type Transaction } from '../database/database.ts';

/** Mails that one address gets within 24 h from all organizations together. */
const perRecipient = 20;

/** A mail that is to be sent, and by whom; null: by nobody, and only the recipient's share counts. */
export interface Send {
  email: string;
  inviterId: string | null;
}

/** What may still be mailed within 24 hours. */
export interface SendBudget {
  /** Takes one of the mails that the budget was opened for; false when no more may be sent. */
  take: (send: Send) => boolean;
  /** Gives back what was not taken. */
  keep: () => Promise<void>;
}

interface Counter {
  scope: 'organization' | 'inviter' | 'recipient';
  subject: string;
  limit: number;
}

/**
 * Opens a budget for some mails. All of them are written down at once, which locks the counters until the transaction
 * ends: two at once cannot both take the last mail. Counted by the hour, so a mail weighs for 24 to 25 hours.
 *
 * @param sender null: nobody's; only the recipients' share counts
 */
export async function openSendBudget(
  tx: Transaction,
  sender: { organizationId: string; sendsPerDay: number } | null,
  sends: Send[],
): Promise<SendBudget> {
  const countersOf = ({ email, inviterId }: Send): Counter[] => [
    ...(sender === null || inviterId === null
      ? []
      : [
          { scope: 'organization' as const, subject: sender.organizationId, limit: sender.sendsPerDay },
          { scope: 'inviter' as const, subject: inviterId, limit: sender.sendsPerDay },
        ]),
    { scope: 'recipient', subject: email, limit: perRecipient },
  ];
  const reserved = tally(sends.flatMap(countersOf));
  const used = await addAndCount(tx, reserved);
  const taken = new Map<string, number>();
  const left = (counter: Counter) => {
    const key = keyOf(counter);
    return counter.limit - ((used.get(key) ?? 0) - (reserved.get(key)?.count ?? 0)) - (taken.get(key) ?? 0);
  };
  return {
    take(send) {
      const concerned = countersOf(send);
      if (!concerned.every((counter) => left(counter) > 0)) return false;
      for (const counter of concerned) taken.set(keyOf(counter), (taken.get(keyOf(counter)) ?? 0) + 1);
      return true;
    },
    async keep() {
      const unused = [...reserved]
        .map(([key, { counter, count }]) => ({ counter, count: (taken.get(key) ?? 0) - count }))
        .filter(({ count }) => count !== 0);
      if (unused.length > 0) await addAndCount(tx, new Map(unused.map((row) => [keyOf(row.counter), row])));
    },
  };
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

/** @returns for each counter what it comes to, with what was added */
async function addAndCount(tx: Transaction, added: Tally): Promise<Map<string, number>> {
  // In one order always, so that two transactions never wait for each other.
  const rows = [...added].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const counts = await runPrepared<{ scope: Counter['scope']; subject: string; used: number }>(
    tx,
    `with added as (
      insert into send_counters (scope, subject, hour, count)
      select scope, subject, date_trunc('hour', now()), count
      from unnest($1::text[], $2::text[], $3::int[]) as row (scope, subject, count)
      on conflict (scope, subject, hour) do update set count = send_counters.count + excluded.count
      returning scope, subject, count
    )
    select scope, subject, (count + coalesce((
      select sum(earlier.count) from send_counters as earlier
      where earlier.scope = added.scope and earlier.subject = added.subject
        and earlier.hour > now() - interval '25 hours' and earlier.hour < date_trunc('hour', now())
    ), 0))::int as used from added`,
    [
      rows.map(({ counter }) => counter.scope),
      rows.map(({ counter }) => counter.subject),
      rows.map(({ count }) => count),
    ],
  );
  return new Map(counts.map((row) => [keyOf(row), row.used]));
}
