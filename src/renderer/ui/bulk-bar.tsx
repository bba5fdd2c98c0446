import { Button } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { BulkProgress } from './bulk-run.ts';
import classes from './bulk-bar.module.css';
import { counted, number } from './counted.ts';

/** What can be done to all that is selected; in place of the toolbar's other end. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  return (
    <div role="group" aria-label="Selection" className={classes.selection}>
      <span className={classes.count}>{number(count)} selected</span>
      {children}
      <Button variant="subtle" color="gray" onClick={onClear}>
        Clear selection
      </Button>
    </div>
  );
}

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  /** The actions. */
  children: ReactNode;
}

interface BulkReportProps {
  progress: BulkProgress;
  onStop: () => void;
  onDismiss: () => void;
}

/** How far many actions at once have come; at the end what failed, and why. */
export function BulkReport({ progress, onStop, onDismiss }: BulkReportProps) {
  const { label, total, outcomes, state } = progress;
  const failed = outcomes.filter(({ problem }) => problem !== undefined);
  const running = state === 'running' || state === 'stopping';
  return (
    <section aria-label={label} className={classes.report}>
      <div className={classes.line}>
        {!running &&
          (failed.length > 0 ? (
            <IconAlertCircle size={18} aria-hidden className={classes.bad} />
          ) : (
            <IconCircleCheck size={18} aria-hidden className={classes.good} />
          ))}
        <p role="status" className={classes.words}>
          {running
            ? `${label}: ${number(outcomes.length)} of ${number(total)}`
            : summary(progress, failed.length)}
        </p>
        {running && (
          <progress aria-label={label} className={classes.bar} max={total} value={outcomes.length} />
        )}
        <Button variant="default" disabled={state === 'stopping'} onClick={running ? onStop : onDismiss}>
          {running ? 'Stop' : 'Close'}
        </Button>
      </div>
      {!running && failed.length > 0 && (
        // It scrolls, so it takes the focus.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul aria-label="Not done" tabIndex={0} className={classes.failures}>
          {failed.map(({ id, name, problem }) => (
            <li key={id}>
              <strong>{name}</strong> {problem}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function summary({ label, total, outcomes, state }: BulkProgress, failed: number): string {
  const done = outcomes.length - failed;
  const parts = [`${label}: ${number(done)} of ${counted(total, 'invite')} done`];
  if (failed > 0) parts.push(`${number(failed)} failed`);
  if (state === 'stopped') parts.push(`${number(total - outcomes.length)} not tried`);
  return `${parts.join(', ')}.`;
}
