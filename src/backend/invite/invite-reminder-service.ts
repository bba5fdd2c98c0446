import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../database/database.ts';
import { repeat } from '../database/repeat.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { reminderJob } from './invite-job.ts';
import { addToTimeline } from './invite-repository.ts';
import { lockInvitesToRemind, markReminded } from './invite-reminder-repository.ts';

const lookMs = 5_000;
const batch = 200;

/**
 * Queues one mail to each invitee whose invite expires within two days, unless the organization has turned that off. A
 * resend moves the expiry, and with it the reminder; one whose invite has ended before the mail goes out is not sent.
 *
 * @returns what ends it
 */
export function remindInvitees({
  database,
  mailQueue,
  log,
}: Pick<ServiceContext, 'mailQueue'> & { database: Database; log: FastifyBaseLogger }): () => Promise<void> {
  return repeat({
    everyMs: lookMs,
    log,
    failure: 'invitees were not reminded',
    async work({ stopped }) {
      for (let marked = batch; marked === batch && !stopped();) {
        marked = await remindSome(database, mailQueue);
      }
    },
  });
}

async function remindSome(database: Database, mailQueue: ServiceContext['mailQueue']): Promise<number> {
  return database.transaction(async (tx) => {
    const due = await lockInvitesToRemind(tx, batch);
    if (due.length === 0) return 0;
    // Marked too where reminders are off: turning them on reminds of what comes, not of everything at once.
    await markReminded(
      tx,
      due.map(({ id }) => id),
    );
    const wanted = due.filter(({ reminders }) => reminders).map(({ id }) => id);
    const at = new Date();
    await addToTimeline(
      tx,
      wanted.map((inviteId) => ({ inviteId, at, event: 'reminded' as const })),
    );
    await mailQueue.enqueue(tx, wanted.map(reminderJob));
    return due.length;
  });
}
