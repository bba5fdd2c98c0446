import type { Seats } from '#contract/seat/api';
import { organizationNotFound } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import { lockAndCountSeats, lockFreeSeatRows, lockSeatRow } from './seat-repository.ts';
import { seatsOf } from './seat-rules.ts';

/**
 * Locks an organization's seats: nobody else gives one out before this transaction ends.
 *
 * Authorize the caller by a statement that is sent after this one, so that a permission that was taken away while this
 * transaction waited for the lock no longer counts.
 *
 * @returns the seats, and the time that the action goes by: later than the time of every earlier holder of the lock
 * @throws Problem `organization_not_found`
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
 * Locks an organization's seats for a statement that is sent after this one and reads them with what else it needs.
 *
 * @throws Problem `organization_not_found` for an id that no organization can have
 */
export async function lockSeatsOnly(tx: Transaction, organizationId: string): Promise<void> {
  if (!isUuid(organizationId)) throw organizationNotFound();
  await lockSeatRow(tx, organizationId);
}

/**
 * The same for several organizations, without those whose seats somebody else has locked: it waits for nobody.
 *
 * @returns the organizations whose seats are locked now
 */
export async function lockFreeSeats(
  tx: Transaction,
  organizationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set(await lockFreeSeatRows(tx, organizationIds.filter(isUuid)));
}
