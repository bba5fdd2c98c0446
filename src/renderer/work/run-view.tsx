import { Button } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconMinus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunReport, RunSummary } from '#contract/work/model';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { ProgressBar } from '../components/feedback/progress-bar.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { ScrollPane } from '../components/layout/scroll-pane.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import { VirtualTable, type Column } from '../components/table/virtual-table.tsx';
import { bridge, unwrap } from '../data/bridge.ts';
import { roleLabel } from '../data/role-labels.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { kindLabels, remainingLabel, rowProblemLabel, runProgress, runResult } from './run-labels.ts';
import { runReportCsv } from './run-report-csv.ts';
import classes from './run-view.module.css';
import { isUnderWay, runReportOptions, useRun } from './work-queries.ts';

type ReportRow = RunReport['rows'][number];

const shownChoices = [
  ['all', 'All rows'],
  ['failed', 'Failed'],
  ['left', 'Not done'],
] as const;
type RowChoice = (typeof shownChoices)[number][0];

interface RunViewProps {
  runId: string;
  /** The user has read the report, and it is gone. */
  onDone: () => void;
}

/** The progress of a run and the result of each row, in a dialog. */
export function RunView({ runId, onDone }: RunViewProps) {
  const run = useRun(runId);
  const { data: report } = useQuery(runReportOptions(runId));
  return run && <RunRows run={run} report={report ?? undefined} onDone={onDone} />;
}

interface RunRowsProps {
  run: RunSummary;
  /** undefined: not loaded yet. */
  report: RunReport | undefined;
  onDone: () => void;
}

function RunRows({ run, report, onDone }: RunRowsProps) {
  const [shown, setShown] = useState<RowChoice>('all');
  const { kind, counts } = run;
  const labels = kindLabels[kind];
  const rows = (report?.rows ?? []).filter((one) => isShown(one, shown));
  const isWaiting = run.waitingFor !== null || run.status === 'paused';

  function renderRow(index: number, position: RowPosition) {
    const one = rows[index];
    return (
      one && (
        <TableRow key={one.row.line} id={`${run.id} ${one.row.line}`} position={position}>
          <Cell className={classes.quiet}>{one.row.line}</Cell>
          <Cell title={one.row.name}>
            <span className={classes.clipped}>{one.row.name}</span>
          </Cell>
          {kind === 'invite' && <Cell>{roleLabel(one.row.role ?? '')}</Cell>}
          <Cell className={classes.result}>
            <Result one={one} run={run} />
          </Cell>
        </TableRow>
      )
    );
  }

  return (
    <>
      <div className={classes.summary}>
        <p role="status">
          <strong>{runResult(run)}</strong>
          {isUnderWay(run) && (isWaiting || run.status === 'stopped') && `. ${runProgress(run)}`}
        </p>
        <ProgressBar
          label={`${labels.running} invites`}
          value={counts.done + counts.failed}
          max={counts.total}
        />
      </div>
      <div>
        <SelectField aria-label="Show rows" options={shownChoices} value={shown} onChange={setShown} />
      </div>
      <div className={classes.pane}>
        <ScrollPane label="Rows">
          {report && rows.length === 0 ? (
            <EmptyState icon={<IconMinus size={24} />} title="No matching rows" />
          ) : (
            <VirtualTable
              label="Results"
              columns={columnsOf(kind)}
              className={kind === 'invite' ? classes.withRole : classes.withoutRole}
              count={rows.length}
              renderRow={renderRow}
            />
          )}
        </ScrollPane>
      </div>
      {isUnderWay(run) ? <RunningActions run={run} /> : <EndedActions run={run} onDone={onDone} />}
    </>
  );
}

function columnsOf(kind: RunSummary['kind']): Column[] {
  return [
    { key: 'number', header: <span aria-label="Row">#</span> },
    { key: 'email', header: 'Email' },
    ...(kind === 'invite' ? [{ key: 'role', header: 'Role' }] : []),
    { key: 'result', header: 'Result' },
  ];
}

function isShown({ row, result }: ReportRow, shown: RowChoice): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'failed':
      return result?.state === 'failed';
    case 'left':
      return result === null && row.skipped === undefined;
  }
}

function RunningActions({ run }: { run: RunSummary }) {
  const { id: runId, status } = run;
  const continues = { invite: 'sending', resend: 'resending', revoke: 'revoking' }[run.kind];
  return (
    <div className={classes.actions}>
      <p className={classes.quiet}>You can close this; {continues} continues.</p>
      {status === 'running' && (
        <Button variant="default" onClick={() => void bridge.work.pause({ runId })}>
          Pause
        </Button>
      )}
      {status === 'paused' && (
        <Button variant="default" onClick={() => void bridge.work.resume({ runId })}>
          Resume
        </Button>
      )}
      <Button
        autoFocus
        variant="default"
        disabled={status === 'stopped'}
        onClick={() => void bridge.work.stop({ runId })}
      >
        Stop
      </Button>
    </div>
  );
}

function EndedActions({ run, onDone }: { run: RunSummary; onDone: () => void }) {
  const { id: runId, kind, status, counts } = run;
  const save = useMutation({
    mutationKey: ['file.saveText'],
    mutationFn: async () => {
      const report = await unwrap(bridge.work.report({ runId }));
      if (report === null) return null;
      return unwrap(bridge.file.saveText({ suggestedName: reportNames[kind], text: runReportCsv(report) }));
    },
  });

  function done(): void {
    void bridge.work.dismiss({ runId });
    onDone();
  }

  return (
    <>
      <ErrorMessage>
        {save.isError ? `The report wasn’t saved. ${save.error.message}` : undefined}
      </ErrorMessage>
      <div className={classes.actions}>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
          Save report
        </Button>
        {status === 'done' && counts.failed > 0 && (
          <Button variant="default" onClick={() => void bridge.work.retryFailed({ runId })}>
            Retry failed ({formatNumber(counts.failed)})
          </Button>
        )}
        {counts.left > 0 ? (
          <>
            <Button variant="default" onClick={done}>
              Done
            </Button>
            <Button autoFocus onClick={() => void bridge.work.resume({ runId })}>
              {remainingLabel(run)}
            </Button>
          </>
        ) : (
          <Button autoFocus onClick={done}>
            Done
          </Button>
        )}
      </div>
    </>
  );
}

const reportNames = { invite: 'invites.csv', resend: 'resent invites.csv', revoke: 'revoked invites.csv' };

function Result({ one: { row, result }, run }: { one: ReportRow; run: RunSummary }) {
  const labels = kindLabels[run.kind];
  if (result?.state === 'done') {
    return (
      <>
        <IconCheck size={15} aria-hidden className={classes.good} />
        {labels.rowDone}
      </>
    );
  }
  if (result) {
    const why = rowProblemLabel(result.problem);
    return (
      <>
        <IconAlertCircle size={15} aria-hidden className={classes.bad} />
        <span title={why} className={classes.clipped}>
          {why}
        </span>
      </>
    );
  }
  const waiting = isUnderWay(run) && run.status !== 'stopped' ? 'Waiting' : `Not ${labels.done}`;
  return (
    <span className={classes.skipped}>
      <IconMinus size={15} aria-hidden />
      {row.skipped === undefined ? waiting : `Skipped: ${row.skipped.toLowerCase()}`}
    </span>
  );
}
