import { Dialog } from '../components/form/dialog.tsx';
import classes from './run-dialog.module.css';
import { runTitle } from './run-labels.ts';
import { RunView } from './run-view.tsx';
import { useRun } from './work-queries.ts';

interface RunDialogProps {
  runId: string;
  onClose: () => void;
}

/** A run with its rows, opened from the work tray. Closing it stops nothing. */
export function RunDialog({ runId, onClose }: RunDialogProps) {
  const run = useRun(runId);
  if (!run) return null;
  return (
    <Dialog
      title={runTitle(run)}
      size={760}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      onClose={onClose}
    >
      <RunView runId={runId} onDone={onClose} />
    </Dialog>
  );
}
