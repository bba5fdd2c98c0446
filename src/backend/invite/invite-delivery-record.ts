import { setTimeout as delay } from 'node:timers/promises';
import DataLoader from 'dataloader';
import type { Delivery } from '#contract/invite';
import { answers } from '../database/answers.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents } from '../live/event-service.ts';
import { existingInvites, lockFreeInvites, updateDeliveries } from './invite-delivery-repository.ts';
import { outcomeJob } from './invite-job.ts';
import { addToTimeline, toInvite } from './invite-repository.ts';

type Context = Pick<ServiceContext, 'database' | 'mailQueue'>;

/** How one send of an invite fared. */
export interface SendReport {
  inviteId: string;
  send: number;
  delivery: Delivery;
}

/** What is reported within this time, and while the last transaction was under way, is written in one. */
const gatherMs = 30;
const mostAtOnce = 200;

/** Writes down how mails fared; resolves when it is committed. */
export type RecordDelivery = (report: SendReport) => Promise<void>;

/** A recorder that writes many reports at once: a transaction for each mail would cost more than to send it. */
export function createDeliveryRecord(context: Context): RecordDelivery {
  let underWay: Promise<unknown> = Promise.resolve();
  const reports = new DataLoader<SendReport, boolean>(
    (batch) => {
      const recorded = recordDeliveries(context, batch);
      underWay = recorded.catch(() => undefined);
      return recorded;
    },
    {
      cache: false,
      maxBatchSize: mostAtOnce,
      batchScheduleFn: (write) => void Promise.all([underWay, delay(gatherMs)]).then(write),
    },
  );
  return async (report) => {
    // Somebody else had the invite locked: it is tried with those that come next.
    while (!(await reports.load(report)));
  };
}

/**
 * The list shows how the latest send fared; the timeline has each.
 *
 * @returns for each report whether it is done with; false when its invite was locked
 */
async function recordDeliveries(
  { database, mailQueue }: Context,
  reports: readonly SendReport[],
): Promise<boolean[]> {
  return database.transaction(async (tx) => {
    const rows = new Map(
      (
        await lockFreeInvites(
          tx,
          reports.map(({ inviteId }) => inviteId),
        )
      ).map((row) => [row.invite.id, row]),
    );
    const at = new Date();
    const written = reports.flatMap((report) => {
      const row = rows.get(report.inviteId);
      return row ? [{ ...report, row }] : [];
    });
    // One that was resent meanwhile shows how the new send fares.
    const latest = written.filter(({ send, row }) => row.invite.sendCount === send);
    const failed = latest.filter(({ delivery }) => delivery.status === 'failed');
    const missing = reports.filter(({ inviteId }) => !rows.has(inviteId)).map(({ inviteId }) => inviteId);
    const [existing] = await answers(
      missing.length === 0 ? Promise.resolve([]) : existingInvites(tx, missing),
      updateDeliveries(tx, latest),
      addToTimeline(
        tx,
        written.map(({ inviteId, delivery }) => ({
          inviteId,
          at,
          event: delivery.status === 'sent' ? 'sent' : 'failed',
          detail: delivery.error,
        })),
      ),
      mailQueue.enqueue(
        tx,
        failed.map(({ inviteId }) => outcomeJob(inviteId, 'failed')),
      ),
    );
    const locked = new Set(existing);
    await appendEvents(
      tx,
      latest.map(({ delivery, row: { invite, inviterName } }) => ({
        type: 'invite.delivery',
        organizationId: invite.organizationId,
        data: {
          invite: toInvite(
            {
              invite: {
                ...invite,
                deliveryStatus: delivery.status,
                deliveryAttempts: delivery.attempts,
                deliveryError: delivery.error,
              },
              inviterName,
            },
            at,
          ),
        },
      })),
    );
    return reports.map(({ inviteId }) => !locked.has(inviteId));
  });
}
