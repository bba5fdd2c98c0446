import type { NotificationData } from '@mantine/notifications';
import { createElement } from 'react';

const closeButtonProps = { 'aria-label': 'Dismiss' };
const confirmed = { role: 'status', withBorder: true, closeButtonProps } as const;
/** Long enough to read the text and to reach its button by keyboard. */
const longMs = 10_000;

/** Confirms that an action succeeded. */
export function toastSuccess(message: string): void {
  show({ ...confirmed, message });
}

/** Confirms that an action succeeded, and offers to take it back. */
export function toastUndoable(message: string, onUndo: () => void): void {
  void showUndoable(message, onUndo);
}

async function showUndoable(message: string, onUndo: () => void): Promise<void> {
  const [{ notifications }, { UndoMessage }] = await Promise.all([
    import('@mantine/notifications'),
    import('./undo-message.tsx'),
  ]);
  const id = notifications.show({
    ...confirmed,
    autoClose: longMs,
    message: createElement(UndoMessage, {
      message,
      onUndo: () => {
        notifications.hide(id);
        onUndo();
      },
    }),
  });
}

/** Shows why an action failed that has no field or row to show it in. */
export function toastError(message: string): void {
  show({ message, role: 'alert', color: 'red', withBorder: true, autoClose: longMs, closeButtonProps });
}

/** The library loads after first paint, which is before the first action. Of equal toasts it shows one. */
function show(notification: NotificationData & { message: string; role: string }): void {
  const id = `${notification.role} ${notification.message}`;
  void import('@mantine/notifications').then(({ notifications }) => {
    notifications.show({ ...notification, id });
    return undefined;
  });
}
