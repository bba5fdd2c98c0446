import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { refreshSoon } from '../bridge/list-cache.ts';

const seatHistoryKey = (organizationId: string) => ['seat-history', organizationId];

/** The seats of the last 30 days, a point per day. */
export const seatHistoryOptions = (organizationId: string) =>
  queryOptions({
    queryKey: seatHistoryKey(organizationId),
    queryFn: () => unwrap(bridge.seat.history({ organizationId })),
  });

/** The seats changed: so did today's point. */
export function refreshSeatHistory(client: QueryClient, organizationId: string): void {
  refreshSoon(client, seatHistoryKey(organizationId));
}
