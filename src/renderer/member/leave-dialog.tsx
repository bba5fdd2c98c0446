import { useActionBlock } from '../bridge/connection.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface LeaveDialogProps {
  /** The organization's. */
  name: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before one leaves. */
export function LeaveDialog({ name, onConfirm, onClose }: LeaveDialogProps) {
  const block = useActionBlock();
  return (
    <ConfirmDialog
      title={`Leave ${name}?`}
      confirmLabel="Leave"
      block={block}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>You lose access at once. To come back you have to be invited again.</p>
    </ConfirmDialog>
  );
}
