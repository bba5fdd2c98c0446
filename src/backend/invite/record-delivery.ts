import { setTimeout as delay } from 'node:timers/promises';
import DataLoader from 'dataloader';
import type { Delivery } from '#contract/invite/api';
import type { Written } from '#contract/open-enum';
import { inOrder } from '../database/in-order.ts';
import { writeTogether } from '../database/combined-statement.ts';
import { appendingOf, type NewEvent } from '../event-log/append-events.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { deliveryUpdate, existingInvites, lockFreeInvites } from './invite-delivery-repository.ts';
import { inviterNoticeJob } from './invite-mail-jobs.ts';
import { timelineInsertion, type InviteRow } from './invite-repository.ts';
import { toInvite } from './invite-view.ts';
import { mailRefused, type NewTimelineEntry } from './invite-timeline.ts';

type Context = Pick<ServiceContext, 'database' | 'mailQueue'>;

/** The delivery of one send of an invite. */
export interface SendReport {
  inviteId: string;
  send: number;
  delivery: Written<Delivery>;
}

/** Reports within this time, and during the last transaction, are written in one transaction. */
const gatherMs = 30;
const mostAtOnce = 200;

/** Records a delivery; resolves when it is committed. */
export type RecordDelivery = (report: SendReport) => Promise<void>;

/** Creates a function that records deliveries in batches: a transaction for each email would cost more than sending it. */
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
    // Another transaction had locked the invite: it is recorded with the next batch.
    while (!(await reports.load(report)));
  };
}

/**
 * Records deliveries: the invite shows the latest send, the timeline has all.
 *
 * @returns for each report false when its invite was locked
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
    // A resent invite shows the delivery of the new send.
    const latest = written.filter(({ send, row }) => row.invite.sendCount === send);
    const failed = latest.filter(({ delivery }) => delivery.status === 'failed');
    const missing = reports.filter(({ inviteId }) => !rows.has(inviteId)).map(({ inviteId }) => inviteId);
    const [existing] = await inOrder(
      missing.length === 0 ? Promise.resolve([]) : existingInvites(tx, missing),
      mailQueue.enqueue(
        tx,
        failed.map(({ inviteId }) => inviterNoticeJob(inviteId, 'failed')),
      ),
      // Last, because it has the events.
      writeTogether(tx, [
        ...deliveryUpdate(latest),
        ...timelineInsertion(written.map((report) => timelineEntry(report, at))),
        ...appendingOf(latest.map((report) => deliveryEvent(report, at))),
      ]),
    );
    const locked = new Set(existing);
    return reports.map(({ inviteId }) => !locked.has(inviteId));
  });
}

function timelineEntry({ inviteId, delivery: { status, error } }: SendReport, at: Date): NewTimelineEntry {
  return {
    inviteId,
    at,
    event: status === 'sent' ? 'sent' : 'failed',
    detail: error === null ? undefined : mailRefused(error),
  };
}

function deliveryEvent({ delivery, row }: SendReport & { row: InviteRow }, at: Date): NewEvent {
  const invite = {
    ...row.invite,
    deliveryStatus: delivery.status,
    deliveryAttempts: delivery.attempts,
    deliveryError: delivery.error,
  };
  return {
    type: 'invite.delivery',
    organizationId: invite.organizationId,
    data: { invite: toInvite({ invite, inviterName: row.inviterName }, at) },
  };
}
