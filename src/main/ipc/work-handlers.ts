import { z } from 'zod';
import { assignableRoles } from '#contract/member/model';
import { maxRunRows, workKinds } from '#contract/work/model';
import { runRow } from '../work/run-store.ts';
import type { Work } from '../work/work.ts';
import { noInput, pathId } from './handle.ts';
import type { Handle } from './handle.ts';

const runInput = z.strictObject({ runId: pathId });

const newRunRow = runRow.extend({ organizationId: pathId, inviteId: pathId.optional() });

const newRun = z
  .strictObject({ kind: z.enum(workKinds), rows: z.array(newRunRow).min(1).max(maxRunRows) })
  .refine(({ kind, rows }) =>
    rows.every(({ skipped, role, inviteId }) => {
      if (skipped !== undefined) return true;
      return kind === 'invite' ? assignableRoles.some((one) => one === role) : inviteId !== undefined;
    }),
  );

/** Registers the work tray: runs over many rows, which the main process carries out. */
export function registerWorkHandlers(handle: Handle, work: Work): void {
  handle('work.current', noInput, () => work.runs());

  handle('work.start', newRun, (input) => ({ runId: work.start(input) }));

  handle('work.report', runInput, ({ runId }) => work.report(runId));

  handle('work.pause', runInput, ({ runId }) => {
    work.pause(runId);
    return null;
  });

  handle('work.resume', runInput, ({ runId }) => {
    work.resume(runId);
    return null;
  });

  handle('work.stop', runInput, ({ runId }) => {
    work.stop(runId);
    return null;
  });

  handle('work.retryFailed', runInput, ({ runId }) => {
    work.retryFailed(runId);
    return null;
  });

  handle('work.dismiss', runInput, ({ runId }) => {
    work.dismiss(runId);
    return null;
  });
}
