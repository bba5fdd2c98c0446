import type { z } from 'zod';
import { maxHistoryDays, type getSeatHistory, type SeatPoint } from '#contract/seat';
import type { Executor } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { fieldProblem } from '../http/problem.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { findSeatPoints } from './seat-repository.ts';
import { readSeats } from './seat-service.ts';

const dayMs = 24 * 60 * 60 * 1000;
const defaultDays = 30;

/**
 * The seats at the end of each day from `from` to `to`, UTC; for the present day as they are now. Days before the
 * organization was there have no point.
 *
 * @throws Problem `organization_not_found`, `validation_failed` for a span that is turned round or too long
 */
export async function readSeatHistory(
  executor: Executor,
  caller: Caller,
  organizationId: string,
  query: z.output<typeof getSeatHistory.query>,
): Promise<SeatPoint[]> {
  await requireAccess(executor, caller, organizationId, 'see');
  const now = new Date();
  const to = query.to === undefined ? now : new Date(query.to);
  const from =
    query.from === undefined ? new Date(to.getTime() - (defaultDays - 1) * dayMs) : new Date(query.from);
  if (from > to) throw fieldProblem('from', 'The beginning comes after the end.');
  if (to.getTime() - from.getTime() > maxHistoryDays * dayMs) {
    throw fieldProblem('from', `Ask for at most ${maxHistoryDays} days.`);
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
