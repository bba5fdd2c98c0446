import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';
import { refreshSoon } from '../data/list-cache.ts';

const seatHistoryKey = (organizationId: string) => ['seat-history', organizationId];

/** The seats of the last 30 days, a point per day. */
export const seatHistoryOptions = (organizationId: string) =>
  queryOptions({
    queryKey: seatHistoryKey(organizationId),
    queryFn: async () => (await unwrap(bridge.seat.history({ organizationId }))).points,
  });

/** Loads the history again after the seats have changed. */
export function refreshSeatHistory(client: QueryClient, organizationId: string): void {
  refreshSoon(client, seatHistoryKey(organizationId));
}
