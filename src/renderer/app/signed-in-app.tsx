import { RouterProvider } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useKeptDateFormat } from '../settings/use-kept-date-format.ts';
import { later } from '../ui/later.ts';
import { router } from './router.tsx';

const Notifications = later(async () => (await import('../ui/notifications.tsx')).Notifications);

/** The app, for somebody who is signed in. */
export function SignedInApp() {
  useKeptDateFormat();
  return (
    <>
      <RouterProvider router={router} />
      <Suspense>
        <Notifications />
      </Suspense>
    </>
  );
}
