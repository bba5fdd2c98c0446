import type { ConnectionState } from '#contract/bridge/types';
import { useConnection } from '../data/connection.ts';
import { useIsRefreshing } from '../data/refreshing.ts';
import { useSignedIn } from '../data/session.ts';
import classes from './connection-status.module.css';

const labels: Record<ConnectionState['status'], string> = {
  connected: 'Connected',
  rejoining: 'Reconnecting',
  waiting: 'Not connected',
  failed: 'Not connected',
  paused: 'Paused',
  'resume-failed': 'Not connected',
};

/** The state of the connection in a word, always visible. The connection bar explains a problem. */
export function ConnectionStatus() {
  const { status } = useConnection();
  const isRefreshing = useIsRefreshing();
  const { server } = useSignedIn();
  // The data shown are from the cache snapshot.
  const isOld = isRefreshing && status === 'connected';
  return (
    <p className={classes.line} title={server}>
      <span aria-hidden className={classes.dot} data-status={isOld ? 'rejoining' : status} />
      <span data-rail="hidden">{isOld ? 'Refreshing' : labels[status]}</span>
    </p>
  );
}
