import { Modal } from '@mantine/core';
import dialog from '../ui/confirm-dialog.module.css';
import { InviteManyCheck } from './invite-many-check.tsx';
import { InviteManyEnter } from './invite-many-enter.tsx';
import { InviteManySend } from './invite-many-send.tsx';
import { useInviteMany, type InviteManyProps } from './invite-many-state.ts';
import classes from './invite-many.module.css';

const titles = {
  enter: 'Invite many people',
  check: 'Check before anything is sent',
  send: 'Sending invites',
};

interface InviteManyDialogProps extends InviteManyProps {
  opened: boolean;
  onClose: () => void;
  /** It is out of sight: the focus goes back. */
  onClosed: () => void;
}

/**
 * Invites many at once: enter them, look at what will be sent, send. Closing loses nothing: it is all there, and
 * goes on, when the dialog is opened again.
 */
export function InviteManyDialog({ opened, onClose, onClosed, ...props }: InviteManyDialogProps) {
  const { step } = useInviteMany(props.draftKey);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={false}
      title={titles[step]}
      size={step === 'enter' ? 640 : 960}
      closeOnClickOutside={false}
      classNames={{ title: dialog.title ?? '', content: classes.content ?? '', body: classes.body ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {step === 'enter' && <InviteManyEnter {...props} onClose={onClose} />}
      {step === 'check' && <InviteManyCheck {...props} />}
      {step === 'send' && <InviteManySend {...props} onClose={onClose} />}
    </Modal>
  );
}
