import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ConnectionState } from '#contract/admin-bridge';
import { bridge, unwrap } from './bridge.ts';
import { useIsRefreshing } from './refreshing.ts';

export const connectionOptions = queryOptions({
  queryKey: ['connection'],
  queryFn: () => unwrap(bridge.live.connection()),
});

/** The state of the live connection; connected until something else is known. */
export function useConnection(): ConnectionState {
  const { data } = useQuery(connectionOptions);
  return data ?? { status: 'connected' };
}

const blocks: Record<ConnectionState['status'], string | undefined> = {
  connected: undefined,
  rejoining: 'Not possible while the app is rejoining the server.',
  waiting: 'Not possible until the app has rejoined the server.',
  failed: 'Not possible without a connection. Retry above.',
  paused: 'Not possible while the server has paused the session.',
  'resume-failed': 'Not possible without a connection. Retry above.',
};

const refreshingBlock = 'Not possible yet: what is shown is from last time, and is being refreshed.';

/** Why nothing can be changed at the moment; undefined when it can. */
export function useActionBlock(): string | undefined {
  const { status } = useConnection();
  const isRefreshing = useIsRefreshing();
  return blocks[status] ?? (isRefreshing ? refreshingBlock : undefined);
}
