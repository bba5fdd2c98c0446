import { getSeatHistory } from '#contract/seat';
import { organizationInput, period } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

export function registerSeat(handle: Handle, session: Session): void {
  handle('seat.history', organizationInput.extend(period), async ({ organizationId, ...query }) => {
    const { points } = await session.call(getSeatHistory, { params: { organizationId }, query });
    return points;
  });
}
