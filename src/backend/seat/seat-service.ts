import type { Seats } from '#contract/seat';
import { recordActivity } from '../activity/activity-service.ts';
import type { Executor, Transaction } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller } from '../http/caller.ts';
import { appendEvents } from '../live/event-service.ts';
import { organizationNotFound, requireAccess } from '../organization/organization-access-service.ts';
import { countSeats, lockAndCountSeats, setMaxSeats } from './seat-repository.ts';
import { seatsOf } from './seat.ts';

/** The seats as they are now. The organization exists. */
export async function readSeats(executor: Executor, organizationId: string): Promise<Seats> {
  const counts = (await countSeats(executor, [organizationId])).get(organizationId);
  if (!counts) throw organizationNotFound();
  return seatsOf(counts);
}

/** The seats of several organizations. */
export async function readSeatsOfMany(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, Seats>> {
  const counts = await countSeats(executor, organizationIds);
  return new Map([...counts].map(([id, count]) => [id, seatsOf(count)]));
}

/**
 * The seats under their lock: nobody else gives one out before this transaction ends.
 *
 * Whether the caller may act is judged after it, by a statement that is sent after this one: a right that is taken away
 * under the lock is gone.
 *
 * @returns the seats, and the time that this act is judged by: later than that of whoever held the lock before
 */
export async function lockSeats(
  tx: Transaction,
  organizationId: string,
): Promise<{ seats: Seats; now: Date }> {
  if (!isUuid(organizationId)) throw organizationNotFound();
  const counts = await lockAndCountSeats(tx, organizationId);
  if (!counts) throw organizationNotFound();
  return { seats: seatsOf(counts), now: counts.now };
}

/**
 * Sets how many seats are paid for. Fewer than are used is allowed, and only blocks new invites.
 *
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function setSubscription(
  tx: Transaction,
  caller: Caller,
  { organizationId, maxSeats }: { organizationId: string; maxSeats: number | null },
): Promise<Seats> {
  const { seats: before, now } = await lockSeats(tx, organizationId);
  const { actor } = await requireAccess(tx, caller, organizationId, 'bill');
  await setMaxSeats(tx, organizationId, maxSeats);
  const seats = seatsOf({ ...before, maxSeats });
  await recordActivity(tx, [
    {
      organizationId,
      type: 'subscription.changed',
      // The right is staff's alone, members or not.
      actor: { ...actor, staff: true },
      subject: `${maxSeats ?? 'unlimited'} seats`,
      detail: `was ${before.maxSeats ?? 'unlimited'}`,
      at: now,
    },
  ]);
  await appendEvents(tx, [{ type: 'seats.changed', organizationId, data: { seats } }]);
  return seats;
}
