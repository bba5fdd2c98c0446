import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { ActionButton } from './action-button.tsx';
import classes from './confirm-dialog.module.css';

interface ConfirmDialogProps {
  /** A question that names what it is about. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirmLabel: string;
  /** Why it cannot be done at the moment. */
  block: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. `Cancel` has the focus at first. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, block, onConfirm, onClose } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={440}
      classNames={{ title: classes.title ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.body}>{children}</div>
      <div className={classes.actions}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <ActionButton
          color="red"
          block={block}
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {confirmLabel}
        </ActionButton>
      </div>
    </Modal>
  );
}
