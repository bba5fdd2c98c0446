import type { z } from 'zod';
import type { getSeatHistory as endpoint, SeatPoint } from '#contract/seat/api';
import { maxHistoryDays } from '#contract/seat/model';
import { authorize } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { fieldProblem } from '../platform/errors/problem.ts';
import { readSeats } from './read-seats.ts';
import { findSeatPoints } from './seat-repository.ts';

const dayMs = 24 * 60 * 60 * 1000;
const defaultDays = 30;

/**
 * The seats at the end of each day from `from` to `to` in UTC; for the current day as they are now. Days before the
 * organization existed are missing.
 *
 * @throws Problem `organization_not_found`, `validation_failed` for a span that ends before it begins or is too long
 */
export async function getSeatHistory(
  executor: Executor,
  caller: Caller,
  organizationId: string,
  query: z.output<typeof endpoint.query>,
): Promise<SeatPoint[]> {
  await authorize(executor, caller, organizationId, 'see');
  const now = new Date();
  const to = query.to === undefined ? now : new Date(query.to);
  const from =
    query.from === undefined ? new Date(to.getTime() - (defaultDays - 1) * dayMs) : new Date(query.from);
  if (from > to) throw fieldProblem('from', 'Choose a start date before the end date.');
  if (to.getTime() - from.getTime() > maxHistoryDays * dayMs) {
    throw fieldProblem('from', `Choose at most ${maxHistoryDays} days.`);
  }
  const today = dayOf(now);
  const past = await findSeatPoints(executor, organizationId, dayOf(from), dayOf(to));
  const points = past
    .filter(({ day }) => day < today)
    .map(({ day, ...point }) => ({ at: `${day}T23:59:59.999Z`, ...point }));
  if (dayOf(to) < today || dayOf(from) > today) return points;
  const { maxSeats, members, pendingInvites } = await readSeats(executor, organizationId);
  return [...points, { at: now.toISOString(), maxSeats, members, pendingInvites }];
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
