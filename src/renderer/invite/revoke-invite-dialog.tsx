import { useActionBlock } from '../bridge/connection.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface RevokeInviteDialogProps {
  email: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an invite is cancelled, naming whose it is. */
export function RevokeInviteDialog({ email, onConfirm, onClose }: RevokeInviteDialogProps) {
  const block = useActionBlock();
  return (
    <ConfirmDialog
      title={`Revoke the invite to ${email}?`}
      confirmLabel="Revoke"
      block={block}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>The link in the e-mail stops working at once, and the seat is free again.</p>
    </ConfirmDialog>
  );
}
