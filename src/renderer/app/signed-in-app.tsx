import { RouterProvider } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useDateFormatPreference } from '../settings/use-date-format-preference.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { router } from './router.tsx';
import { useFocusFallback } from './use-focus-fallback.ts';

const Toasts = lazyWithPreload(async () => (await import('../components/feedback/toasts.tsx')).Toasts);

/** The app of a signed-in user. */
export function SignedInApp() {
  useDateFormatPreference();
  useFocusFallback();
  return (
    <>
      <RouterProvider router={router} />
      <Suspense>
        <Toasts />
      </Suspense>
    </>
  );
}
