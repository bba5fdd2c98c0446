import type { NotificationData } from '@mantine/notifications';

const closeButtonProps = { 'aria-label': 'Dismiss' };

/** Confirms an action that was done. */
export function confirmDone(message: string): void {
  show({ message, role: 'status', withBorder: true, closeButtonProps });
}

/** Says why an action failed that has no field or row (any more) to say it in. */
export function reportFailure(message: string): void {
  show({ message, role: 'alert', color: 'red', withBorder: true, autoClose: 10_000, closeButtonProps });
}

/** The library is no part of a start; long before anything is done it has been loaded. */
function show(notification: NotificationData): void {
  void import('@mantine/notifications').then(({ notifications }) => notifications.show(notification));
}
