import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../database/database.ts';
import { repeat } from '../platform/concurrency/repeat.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { reminderJob } from './invite-mail-jobs.ts';
import { lockInvitesToRemind, markReminded } from './invite-reminder-repository.ts';
import { addToTimeline } from './invite-repository.ts';

const lookMs = 5_000;
const batch = 200;

/**
 * Queues one email to each invitee whose invite expires within two days, unless the organization has turned reminders off. A
 * resend moves the expiry, and with it the reminder. No reminder is sent for an invite that has ended.
 *
 * @returns a function that stops it
 */
export function scheduleReminders({
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
    // Invites are marked even where reminders are off, so that turning them on does not send all of them.
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
