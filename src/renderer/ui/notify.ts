import { notifications } from '@mantine/notifications';

/** Confirms an action that was done. */
export function confirmDone(message: string): void {
  notifications.show({ message, role: 'status', withBorder: true });
}

/** Says why an action failed that has no field or row (any more) to say it in. */
export function reportFailure(message: string): void {
  notifications.show({ message, role: 'alert', color: 'red', withBorder: true, autoClose: 10_000 });
}
