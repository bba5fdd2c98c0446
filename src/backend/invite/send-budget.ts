import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { sendCounters } from './invite-table.ts';

/** Mails that one address gets within 24 h from all organizations together. */
const perRecipient = 20;

/** What may still be mailed within 24 hours. */
export interface SendBudget {
  /** Takes one mail to the address; false when no more may be sent. */
  take: (email: string) => boolean;
  /** Writes down what was taken. */
  keep: () => Promise<void>;
}

interface Counter {
  scope: 'organization' | 'inviter' | 'recipient';
  subject: string;
  limit: number;
}

/**
 * Opens the budget of an organization, an inviter and some recipients, locked until the transaction ends: two at
 * once cannot both take the last mail. Counted by the hour, so a mail weighs for 24 to 25 hours.
 *
 * @param sender null: nobody's; only the recipients' share counts
 */
export async function openSendBudget(
  tx: Transaction,
  sender: { organizationId: string; inviterId: string; sendsPerDay: number } | null,
  emails: string[],
): Promise<SendBudget> {
  const senders: Counter[] = sender
    ? [
        { scope: 'organization', subject: sender.organizationId, limit: sender.sendsPerDay },
        { scope: 'inviter', subject: sender.inviterId, limit: sender.sendsPerDay },
      ]
    : [];
  const recipients = emails.map((email): Counter => ({
    scope: 'recipient',
    subject: email,
    limit: perRecipient,
  }));
  const counters = new Map([...senders, ...recipients].map((counter) => [keyOf(counter), counter]));
  const used = await lockAndCount(tx, [...counters.values()]);
  const taken = new Map<string, number>();

  const hasRoom = (counter: Counter) => {
    const key = keyOf(counter);
    return (used.get(key) ?? 0) + (taken.get(key) ?? 0) < counter.limit;
  };
  return {
    take(email) {
      const recipient = counters.get(keyOf({ scope: 'recipient', subject: email }));
      if (!recipient) throw new Error('the budget was opened without this recipient');
      const concerned = [...senders, recipient];
      if (!concerned.every(hasRoom)) return false;
      for (const counter of concerned) taken.set(keyOf(counter), (taken.get(keyOf(counter)) ?? 0) + 1);
      return true;
    },
    async keep() {
      const rows = [...taken].map(([key, count]) => ({ counter: counters.get(key), count }));
      await upsert(
        tx,
        rows.flatMap(({ counter, count }) => (counter ? [{ ...counter, count }] : [])),
      );
    },
  };
}

function keyOf({ scope, subject }: Pick<Counter, 'scope' | 'subject'>): string {
  return `${scope} ${subject}`;
}

async function lockAndCount(tx: Transaction, counters: Counter[]): Promise<Map<string, number>> {
  await upsert(
    tx,
    counters.map((counter) => ({ ...counter, count: 0 })),
  );
  const { rows } = await tx.execute<{ scope: Counter['scope']; subject: string; used: number }>(sql`
    select scope, subject, sum(count)::int as used from ${sendCounters}
    where (scope, subject) in (
      select * from unnest(${sql.param(counters.map(({ scope }) => scope))}::text[], ${sql.param(counters.map(({ subject }) => subject))}::text[])
    ) and hour > now() - interval '25 hours'
    group by scope, subject`);
  return new Map(rows.map((row) => [keyOf(row), row.used]));
}

async function upsert(tx: Transaction, rows: (Counter & { count: number })[]): Promise<void> {
  if (rows.length === 0) return;
  // In one order always, so that two transactions never wait for each other.
  const sorted = rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await tx
    .insert(sendCounters)
    .values(
      sorted.map(({ scope, subject, count }) => ({
        scope,
        subject,
        count,
        hour: sql`date_trunc('hour', now())`,
      })),
    )
    .onConflictDoUpdate({
      target: [sendCounters.scope, sendCounters.subject, sendCounters.hour],
      set: { count: sql`${sendCounters.count} + excluded.count` },
    });
}
