import { notifications } from '@mantine/notifications';

const closeButtonProps = { 'aria-label': 'Dismiss' };

/** Confirms an action that was done. */
export function confirmDone(message: string): void {
  notifications.show({ message, role: 'status', withBorder: true, closeButtonProps });
}

/** Says why an action failed that has no field or row (any more) to say it in. */
export function reportFailure(message: string): void {
  notifications.show({
    message,
    role: 'alert',
    color: 'red',
    withBorder: true,
    autoClose: 10_000,
    closeButtonProps,
  });
}
