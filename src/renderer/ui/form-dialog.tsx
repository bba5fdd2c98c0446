import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ActionButton } from './action-button.tsx';
import dialog from './confirm-dialog.module.css';
import classes from './form-dialog.module.css';

interface FormDialogProps {
  title: string;
  /** The fields. The first one to fill in bears `data-autofocus`. */
  children: ReactNode;
  submitLabel: string;
  /** It cannot be undone. */
  dangerous?: boolean;
  /** Why it cannot be done at the moment. */
  block: string | undefined;
  pending: boolean;
  /** What was refused and belongs to no field. */
  problem: string | undefined;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onClose: () => void;
}

/**
 * A short form over the page. It stays, with what was typed, until it is done or given up; and while it is being done, since
 * what comes of it may be shown there alone.
 */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    children,
    submitLabel,
    dangerous = false,
    block,
    pending,
    problem,
    onSubmit,
    onClose,
  } = props;
  return (
    <Modal
      opened
      onClose={() => {
        if (!pending) onClose();
      }}
      title={title}
      size={480}
      closeOnClickOutside={false}
      classNames={{ title: dialog.title ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close', disabled: pending }}
    >
      <form noValidate onSubmit={onSubmit}>
        <div className={classes.fields}>
          {children}
          {problem !== undefined && (
            <p role="alert" className={classes.problem}>
              {problem}
            </p>
          )}
        </div>
        <div className={dialog.actions}>
          <Button variant="default" disabled={pending} onClick={onClose}>
            Cancel
          </Button>
          <ActionButton
            type="submit"
            block={block}
            loading={pending}
            {...(dangerous ? { color: 'red' } : {})}
          >
            {submitLabel}
          </ActionButton>
        </div>
      </form>
    </Modal>
  );
}
