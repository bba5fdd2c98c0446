import { Button } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import type { RunSummary } from '#contract/work/model';
import { ProgressBar } from '../components/feedback/progress-bar.tsx';
import { bridge } from '../data/bridge.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { kindLabels, runProgress } from './run-labels.ts';
import { isUnderWay } from './work-queries.ts';
import classes from './work-tray.module.css';

const RunDialog = lazyWithPreload(async () => (await import('./run-dialog.tsx')).RunDialog);

/** The bulk runs, on every screen: what they do, how far they are, and at the end what became of them. */
export function WorkTray({ runs }: { runs: readonly RunSummary[] }) {
  const [shownId, setShownId] = useState<string>();
  return (
    <section aria-label="Work" className={classes.tray}>
      {runs.map((run) => (
        <TrayRun key={run.id} run={run} onDetails={() => setShownId(run.id)} />
      ))}
      {shownId !== undefined && (
        <Suspense>
          <RunDialog runId={shownId} onClose={() => setShownId(undefined)} />
        </Suspense>
      )}
    </section>
  );
}

function TrayRun({ run, onDetails }: { run: RunSummary; onDetails: () => void }) {
  const { id: runId, kind, status, counts } = run;
  const { name, running } = kindLabels[kind];
  const underWay = isUnderWay(run);
  const call = (verb: 'pause' | 'resume' | 'stop' | 'dismiss') => () => void bridge.work[verb]({ runId });
  return (
    <div role="group" aria-label={name} className={classes.run}>
      <div className={classes.line}>
        {!underWay &&
          (counts.failed > 0 ? (
            <IconAlertCircle size={16} aria-hidden className={classes.bad} />
          ) : (
            <IconCircleCheck size={16} aria-hidden className={classes.good} />
          ))}
        <p role="status" data-rail="hidden">
          {runProgress(run)}
        </p>
      </div>
      {underWay && <ProgressBar label={running} value={counts.done + counts.failed} max={counts.total} />}
      <div className={classes.actions} data-rail="hidden">
        <TrayButton onClick={onDetails}>Details</TrayButton>
        {status === 'running' && <TrayButton onClick={call('pause')}>Pause</TrayButton>}
        {status === 'paused' && <TrayButton onClick={call('resume')}>Resume</TrayButton>}
        {(status === 'running' || status === 'paused') && (
          <TrayButton onClick={call('stop')}>Stop</TrayButton>
        )}
        {!underWay && <TrayButton onClick={call('dismiss')}>Dismiss</TrayButton>}
      </div>
    </div>
  );
}

function TrayButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" size="compact-sm" onClick={onClick}>
      {children}
    </Button>
  );
}
