import { IconCloudOff, IconPlayerPause, IconRefresh } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ConnectionState, NetworkProblem } from '#contract/bridge/types';
import { bridge } from '../data/bridge.ts';
import { useNow } from '../lib/schedule/use-now.ts';
import classes from './connection-line.module.css';

interface ConnectionLineProps {
  connection: Exclude<ConnectionState, { status: 'connected' }>;
  /** Opens the dialog about a problem that the user can solve. */
  onAsk: (problem: NetworkProblem) => void;
}

/** What the window says about a connection that is not there. */
export function ConnectionLine({ connection, onAsk }: ConnectionLineProps) {
  switch (connection.status) {
    case 'rejoining':
      return <Line icon={<IconRefresh size={16} />}>Rejoining the server...</Line>;
    case 'waiting':
      return (
        <Line
          icon={<IconRefresh size={16} />}
          actions={<SolveButton problem={connection.problem} onAsk={onAsk} />}
        >
          Rejoin failed... trying again in <Countdown until={connection.retryAt} /> seconds.
          <Reason problem={connection.problem} />
        </Line>
      );
    case 'failed':
      return (
        <Line
          icon={<IconCloudOff size={16} />}
          bad
          actions={<RetryOrReload problem={connection.problem} onAsk={onAsk} />}
        >
          <strong>Failed to rejoin.</strong> Please retry or reload the page.
          <Reason problem={connection.problem} />
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
        <Line
          icon={<IconCloudOff size={16} />}
          bad
          actions={<RetryOrReload problem={connection.problem} onAsk={onAsk} />}
        >
          <strong>Failed to resume the session.</strong> Please retry or reload the page.
          <Reason problem={connection.problem} />
        </Line>
      );
  }
}

interface LineProps {
  icon: ReactNode;
  /** The app has stopped trying. */
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
      <p className={classes.text}>{children}</p>
      {actions}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const now = useNow();
  return <>{Math.max(0, Math.ceil((until - now) / 1000))}</>;
}

/** Why the connection failed, where the main process has found out. */
function Reason({ problem }: { problem: NetworkProblem | undefined }) {
  return problem && <> {problem.reason}</>;
}

/** Opens what the user can do about the problem beyond another attempt; nothing for most problems. */
function SolveButton({
  problem,
  onAsk,
}: { problem: NetworkProblem | undefined } & Pick<ConnectionLineProps, 'onAsk'>) {
  const isPassword = problem?.failure === 'proxy_password';
  if (!isPassword && problem?.movedTo === undefined) return null;
  return (
    <button type="button" className={classes.button} onClick={() => onAsk(problem)}>
      {isPassword ? 'Sign in to the proxy…' : 'Sign in there…'}
    </button>
  );
}

function RetryOrReload(props: Parameters<typeof SolveButton>[0]) {
  return (
    <>
      <SolveButton {...props} />
      <RetryButton label="Retry" />
      <button type="button" className={classes.button} onClick={() => void bridge.window.reload()}>
        Reload
      </button>
    </>
  );
}

/** Tries to connect immediately. The next state of the connection is the answer. */
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
