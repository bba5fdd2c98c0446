import type { ConnectionState } from '#contract/admin-bridge';
import { useConnection } from '../bridge/connection.ts';
import { useIsRefreshing } from '../bridge/refreshing.ts';
import { useSignedIn } from '../session/signed-in.ts';
import classes from './connection-line.module.css';

const words: Record<ConnectionState['status'], string> = {
  connected: 'Connected',
  rejoining: 'Reconnecting',
  waiting: 'Not connected',
  failed: 'Not connected',
  paused: 'Paused',
  'resume-failed': 'Not connected',
};

/** The connection in a word, always in view; the bar on top says more when there is more to say. */
export function ConnectionLine() {
  const { status } = useConnection();
  const isRefreshing = useIsRefreshing();
  const { server } = useSignedIn();
  // What is shown is from last time; the bar on top says so where it takes longer than a moment.
  const isOld = isRefreshing && status === 'connected';
  return (
    <p className={classes.line} title={server}>
      <span aria-hidden className={classes.dot} data-status={isOld ? 'rejoining' : status} />
      {isOld ? 'Refreshing' : words[status]}
    </p>
  );
}
