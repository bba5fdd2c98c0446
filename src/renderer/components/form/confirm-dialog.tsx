import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorMessage } from '../feedback/error-message.tsx';
import { ActionButton } from './action-button.tsx';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';

interface ConfirmDialogProps {
  /** A question that names its object. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirmLabel: string;
  /** It can be undone, so the button is not red. */
  isHarmless?: boolean | undefined;
  /** Why it cannot be confirmed at the moment. */
  disabledReason: string | undefined;
  /** What has become of the object meanwhile, so that there is nothing left to confirm. */
  endedReason?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an action that matters. `Cancel` has the focus first. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, isHarmless = false, disabledReason, endedReason } = props;
  const { onConfirm, onClose } = props;
  const hasEnded = endedReason !== undefined;
  return (
    <Dialog title={title} size={440} onClose={onClose}>
      <DialogBody>{hasEnded ? <ErrorMessage>{endedReason}</ErrorMessage> : children}</DialogBody>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          {hasEnded ? 'Close' : 'Cancel'}
        </Button>
        {!hasEnded && (
          <ActionButton
            {...(isHarmless ? {} : { color: 'red' })}
            disabledReason={disabledReason}
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirmLabel}
          </ActionButton>
        )}
      </DialogActions>
    </Dialog>
  );
}
