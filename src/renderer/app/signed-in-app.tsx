import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { router } from './router.tsx';

/** The app, for somebody who is signed in. */
export function SignedInApp() {
  return (
    <>
      <RouterProvider router={router} />
      <Notifications position="bottom-center" limit={3} autoClose={5000} />
    </>
  );
}
