import type { Seats } from '#contract/seat/api';
import { organizationNotFound } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import { countSeats } from './seat-repository.ts';
import { seatsOf } from './seat-rules.ts';

/**
 * The seats as they are now.
 *
 * @throws Problem `organization_not_found`
 */
export async function readSeats(executor: Executor, organizationId: string): Promise<Seats> {
  const counts = (await countSeats(executor, [organizationId])).get(organizationId);
  if (!counts) throw organizationNotFound();
  return seatsOf(counts);
}

/** The seats of several organizations, by organization id. */
export async function readSeatsOfMany(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, Seats>> {
  const counts = await countSeats(executor, organizationIds);
  return new Map([...counts].map(([id, count]) => [id, seatsOf(count)]));
}
