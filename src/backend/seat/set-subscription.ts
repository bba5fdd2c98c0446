import type { Seats } from '#contract/seat/api';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from './lock-seats.ts';
import { setMaxSeats } from './seat-repository.ts';
import { seatsOf } from './seat-rules.ts';

/**
 * Sets the seat limit. A limit below the seats in use is allowed, and only blocks new invites.
 *
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function setSubscription(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
  { organizationId, maxSeats }: { organizationId: string; maxSeats: number | null },
): Promise<Seats> {
  await authorize(database.orm, caller, organizationId, 'bill');
  return database.transaction(async (tx) => {
    const [{ seats: before, now }, { actor }] = await inOrder(
      lockSeats(tx, organizationId),
      authorize(tx, caller, organizationId, 'bill'),
    );
    await setMaxSeats(tx, organizationId, maxSeats);
    const seats = seatsOf({ ...before, maxSeats });
    await recordActivity(tx, [
      {
        organizationId,
        type: 'subscription.changed',
        // Only staff have the permission, whether they are members or not.
        actor: { ...actor, staff: true },
        detail: { code: 'seats_changed', params: { from: before.maxSeats, to: maxSeats } },
        at: now,
      },
    ]);
    await appendEvents(tx, [{ type: 'seats.changed', organizationId, data: { seats } }]);
    return seats;
  });
}
