import { IconCloudOff, IconPlayerPause, IconRefresh } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ConnectionState } from '#contract/admin-bridge';
import { bridge } from '../bridge/bridge.ts';
import { useConnection } from '../bridge/connection.ts';
import { useNow } from '../ui/use-now.ts';
import classes from './connection-bar.module.css';

/** What is wrong with the connection, and what one can do about it. What was loaded stays readable below. */
export function ConnectionBar() {
  const connection = useConnection();
  return (
    // The region is always there: a screen reader only speaks of what changes in one that it knows.
    <div role="status" aria-live={connection.status === 'waiting' ? 'off' : 'polite'}>
      {connection.status !== 'connected' && <Bar connection={connection} />}
    </div>
  );
}

function Bar({ connection }: { connection: Exclude<ConnectionState, { status: 'connected' }> }) {
  switch (connection.status) {
    case 'rejoining':
      return <Line icon={<IconRefresh size={16} />}>Rejoining the server...</Line>;
    case 'waiting':
      return (
        <Line icon={<IconRefresh size={16} />}>
          Rejoin failed... trying again in <Countdown until={connection.retryAt} /> seconds.
        </Line>
      );
    case 'failed':
      return (
        <Line icon={<IconCloudOff size={16} />} bad actions={<RetryOrReload />}>
          <strong>Failed to rejoin.</strong> Please retry or reload the page.
        </Line>
      );
    case 'paused':
      return (
        <Line icon={<IconPlayerPause size={16} />} actions={<RetryButton label="Resume" />}>
          The session has been paused by the server.
        </Line>
      );
    case 'resume-failed':
      return (
        <Line icon={<IconCloudOff size={16} />} bad actions={<RetryOrReload />}>
          <strong>Failed to resume the session.</strong> Please retry or reload the page.
        </Line>
      );
  }
}

interface LineProps {
  icon: ReactNode;
  /** It does not go on by itself any more. */
  bad?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

function Line({ icon, bad = false, actions, children }: LineProps) {
  return (
    <div className={classes.bar} data-bad={bad || undefined}>
      <span aria-hidden className={classes.icon}>
        {icon}
      </span>
      <p className={classes.words}>{children}</p>
      {actions}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const now = useNow();
  return <>{Math.max(0, Math.ceil((until - now) / 1000))}</>;
}

function RetryOrReload() {
  return (
    <>
      <RetryButton label="Retry" />
      <button type="button" className={classes.button} onClick={() => void bridge.window.reload()}>
        Reload
      </button>
    </>
  );
}

/** Tries at once, from whatever state; the connection's next state is the answer. */
function RetryButton({ label }: { label: 'Retry' | 'Resume' }) {
  const [trying, setTrying] = useState(false);
  return (
    <button
      type="button"
      className={classes.button}
      aria-disabled={trying || undefined}
      onClick={() => {
        if (trying) return;
        setTrying(true);
        void bridge.live.retry().finally(() => setTrying(false));
      }}
    >
      {label}
    </button>
  );
}
