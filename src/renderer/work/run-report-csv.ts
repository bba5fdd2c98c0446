import { toCsv } from '#contract/csv';
import type { RunReport } from '#contract/work/model';
import { kindLabels, rowProblemLabel } from './run-labels.ts';

type ReportRow = RunReport['rows'][number];

/** The results of a run as CSV. A cell that a spreadsheet would compute is defused. */
export function runReportCsv({ kind, rows }: RunReport): string {
  const isInvitation = kind === 'invite';
  const lines = rows.map((one) => {
    const { row } = one;
    const who = isInvitation ? [row.email, row.role ?? ''] : [row.name];
    return [...who, ...resultCells(one, kind)];
  });
  const fields = [...(isInvitation ? ['email', 'role'] : ['invite']), 'result', 'reason'];
  return toCsv([fields, ...lines]);
}

function resultCells({ row, result }: ReportRow, kind: RunReport['kind']): [result: string, reason: string] {
  const { done, reported } = kindLabels[kind];
  if (result?.state === 'done') return [reported, ''];
  if (result) return ['failed', rowProblemLabel(result.problem)];
  return [`not ${done}`, row.skipped ?? ''];
}
