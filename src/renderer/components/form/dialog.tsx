import { Modal } from '@mantine/core';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';
import { useReturnFocus } from './use-return-focus.ts';
import { useTopmost } from './use-topmost.ts';

interface DialogProps {
  title: string;
  /** The width, in pixels. */
  size: number;
  /** Esc, the button × or a click outside. */
  onClose: () => void;
  /** False: a click outside does not close it, so that nothing typed is lost by one. */
  closesOnClickOutside?: boolean;
  /** Why it stays open at the moment: `sending` disables ×, `acknowledge` waits for a button of the dialog and has none. */
  keptOpen?: 'sending' | 'acknowledge' | undefined;
  classNames?: { content?: string; body?: string };
  children: ReactNode;
}

/** The window of every dialog. It is rendered while it is open, and returns the focus when it closes. */
export function Dialog(props: DialogProps) {
  const { title, size, onClose, closesOnClickOutside = true, keptOpen, classNames, children } = props;
  useReturnFocus();
  const { ref, isTopmost } = useTopmost();
  return (
    <Modal
      ref={ref}
      opened
      onClose={() => {
        if (keptOpen === undefined && isTopmost()) onClose();
      }}
      title={title}
      size={size}
      closeOnClickOutside={closesOnClickOutside}
      withCloseButton={keptOpen !== 'acknowledge'}
      classNames={{
        title: classes.title ?? '',
        ...classNames,
        body: clsx(dialogBodyClass, classNames?.body),
      }}
      closeButtonProps={{ 'aria-label': 'Close', disabled: keptOpen === 'sending' }}
    >
      <FirstFocus />
      {children}
    </Modal>
  );
}

/** The class of the element around a dialog's content, which may have the focus. */
export const dialogBodyClass = classes.content ?? '';

/**
 * Decides where the focus is when a dialog opens: at what has `data-autofocus`, else at the first field, else at the content
 * itself, so that it is read; never at ×. It stands first in the content.
 */
export function FirstFocus() {
  return <span hidden ref={markFirstFocus} />;
}

const firstFields = 'input:not([type="hidden"], [type="file"], [type="checkbox"]), select, textarea';

function markFirstFocus(marker: HTMLElement | null): void {
  const content = marker?.parentElement;
  if (!content || content.querySelector('[data-autofocus]')) return;
  const field = content.querySelector(firstFields);
  if (!field) content.tabIndex = -1;
  (field ?? content).setAttribute('data-autofocus', '');
}

/** What a dialog says. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

/** A dialog's buttons, and beside them why one of them cannot be pressed. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div data-dialog-actions className={classes.actions}>
      {children}
    </div>
  );
}
