import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useKeptDateFormat } from '../settings/use-kept-date-format.ts';
import { router } from './router.tsx';

/** The app, for somebody who is signed in. */
export function SignedInApp() {
  useKeptDateFormat();
  return (
    <>
      <RouterProvider router={router} />
      <Notifications position="bottom-center" limit={3} autoClose={5000} />
    </>
  );
}
