import type { Seats } from '#contract/seat/api';
import { authorize } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { readSeats } from './read-seats.ts';

/** @throws Problem `organization_not_found` */
export async function getSeats(executor: Executor, caller: Caller, organizationId: string): Promise<Seats> {
  await authorize(executor, caller, organizationId, 'see');
  return readSeats(executor, organizationId);
}
