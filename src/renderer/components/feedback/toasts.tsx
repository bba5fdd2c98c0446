import { Notifications } from '@mantine/notifications';

/** Where toasts appear. A toast from before it was rendered is shown as soon as it is. */
export function Toasts() {
  return <Notifications position="bottom-center" limit={3} autoClose={5000} />;
}
