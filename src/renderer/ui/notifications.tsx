import { Notifications as Container } from '@mantine/notifications';

/** Where confirmations and refusals appear; what came before it was there is shown as soon as it is. */
export function Notifications() {
  return <Container position="bottom-center" limit={3} autoClose={5000} />;
}
