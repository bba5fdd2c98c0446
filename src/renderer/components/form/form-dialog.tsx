import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorMessage } from '../feedback/error-message.tsx';
import { ActionButton } from './action-button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import classes from './form-dialog.module.css';
import type { ApiForm } from './use-api-form.ts';

const stoppedSentence = 'The server didn’t answer, so it may or may not be done. Check before you try again.';

interface FormDialogProps {
  title: string;
  apiForm: Pick<
    ApiForm<object>,
    | 'onSubmit'
    | 'isPending'
    | 'isLate'
    | 'stopWaiting'
    | 'isStopped'
    | 'error'
    | 'disabledReason'
    | 'discardDraft'
  >;
  /** The fields. The first one to fill in has `data-autofocus`. */
  children: ReactNode;
  submitLabel: string;
  /** The action cannot be undone. */
  isDangerous?: boolean;
  /** False: the answer is shown once and must not be missed. */
  canStopWaiting?: boolean;
  /** A problem other than those of the form itself. */
  problem?: string | undefined;
  onClose: () => void;
}

/**
 * A short form over the screen. It stays, with what was typed, until it succeeds or is cancelled, and cannot be closed while it
 * is being sent, because only the dialog shows the result. When the server takes long, `Cancel` stops the waiting.
 */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    apiForm,
    children,
    submitLabel,
    isDangerous = false,
    canStopWaiting = true,
    problem,
  } = props;
  const { onSubmit, isPending, isLate, stopWaiting, isStopped, error, disabledReason } = apiForm;

  /** The user gives up; a screen that goes by itself keeps what was typed. */
  function onClose(): void {
    apiForm.discardDraft();
    props.onClose();
  }

  return (
    <Dialog
      title={title}
      size={480}
      closesOnClickOutside={false}
      keptOpen={isPending ? 'sending' : undefined}
      onClose={onClose}
    >
      <form noValidate onSubmit={onSubmit}>
        <div className={classes.fields}>
          {children}
          <ErrorMessage>
            {error?.message ?? problem ?? (isStopped ? stoppedSentence : undefined)}
          </ErrorMessage>
          <p role="status" className={classes.waiting}>
            {isLate && 'Still waiting for the server…'}
          </p>
        </div>
        <DialogActions>
          <Button
            variant="default"
            disabled={isPending && !(isLate && canStopWaiting)}
            onClick={isPending ? stopWaiting : onClose}
          >
            Cancel
          </Button>
          <ActionButton
            type="submit"
            disabledReason={disabledReason}
            loading={isPending}
            {...(isDangerous ? { color: 'red' } : {})}
          >
            {submitLabel}
          </ActionButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
