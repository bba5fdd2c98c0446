import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ConnectionState } from '#contract/bridge/types';
import { bridge, unwrap } from './bridge.ts';
import { useIsRefreshing } from './refreshing.ts';

export const connectionOptions = queryOptions({
  queryKey: ['connection'],
  queryFn: () => unwrap(bridge.live.connection()),
});

/** The state of the live connection; `connected` until it is known. */
export function useConnection(): ConnectionState {
  const { data } = useQuery(connectionOptions);
  return data ?? { status: 'connected' };
}

const disabledReasons: Record<ConnectionState['status'], string | undefined> = {
  connected: undefined,
  rejoining: 'Unavailable while the app is reconnecting.',
  waiting: 'Unavailable while offline.',
  failed: 'Unavailable while offline. Retry above.',
  paused: 'Unavailable while the session is paused.',
  'resume-failed': 'Unavailable while offline. Retry above.',
};

const refreshingDisabledReason = 'Unavailable while the data is being refreshed.';

/** Why nothing can be changed at the moment; undefined when it can. */
export function useDisabledReason(): string | undefined {
  const { status } = useConnection();
  const isRefreshing = useIsRefreshing();
  return disabledReasons[status] ?? (isRefreshing ? refreshingDisabledReason : undefined);
}
