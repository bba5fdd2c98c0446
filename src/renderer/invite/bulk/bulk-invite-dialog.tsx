import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Dialog } from '../../components/form/dialog.tsx';
import { runTitle } from '../../work/run-labels.ts';
import { RunView } from '../../work/run-view.tsx';
import { workOptions } from '../../work/work-queries.ts';
import { BulkInviteInput } from './bulk-invite-input.tsx';
import { BulkInviteReview } from './bulk-invite-review.tsx';
import { clearBulkInvite, useBulkInvite, type BulkInviteProps } from './bulk-invite-state.ts';
import classes from './bulk-invite.module.css';

const titles = {
  enter: 'Invite many people',
  review: 'Review invites',
  send: 'Sending invites',
};

interface BulkInviteDialogProps extends BulkInviteProps {
  onClose: () => void;
}

/** Invites many people: enter them, review the rows, send. Closing it loses and stops nothing. */
export function BulkInviteDialog({ onClose, ...props }: BulkInviteDialogProps) {
  const { draftKey } = props;
  const { step, runId } = useBulkInvite(draftKey);
  const { data: runs } = useQuery(workOptions);
  const run = runs?.find(({ id }) => id === runId);
  // Its report was dismissed in the work tray.
  const isDismissed = step === 'send' && runId !== undefined && runs !== undefined && !run;
  useEffect(() => {
    if (isDismissed) clearBulkInvite(draftKey);
  }, [isDismissed, draftKey]);
  return (
    <Dialog
      title={step === 'send' && run ? runTitle(run) : titles[step]}
      size={step === 'enter' ? 640 : 960}
      closesOnClickOutside={false}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      onClose={onClose}
    >
      {step === 'enter' && <BulkInviteInput {...props} onClose={onClose} />}
      {step === 'review' && <BulkInviteReview {...props} />}
      {step === 'send' && runId !== undefined && (
        <RunView
          runId={runId}
          onDone={() => {
            clearBulkInvite(draftKey);
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}
