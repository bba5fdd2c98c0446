import './mantine.css';
import './global.css';
import './forced-colors.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { bridge, unwrap } from '../data/bridge.ts';
import { connectionOptions } from '../data/connection.ts';
import { preferencesOptions } from '../data/preferences.ts';
import { sessionOptions } from '../data/session.ts';
import { noticeTimeZone, setDateLocale } from '../lib/format/date-format.ts';
import { setClockOffset } from '../lib/schedule/clock.ts';
import { ErrorBoundary } from '../components/feedback/error-boundary.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { persistCache, hydrateCache } from './cache-snapshot.ts';
import { startLiveUpdates } from './live-updates.ts';
import { isOwnWindow } from './own-window.ts';
import { hydrateDrafts, persistDrafts } from './persist-drafts.ts';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { SessionGate } from './session-gate.tsx';
import { cssVariables, theme } from './theme.ts';
import { themeOptions } from './theme-queries.ts';

declare global {
  /** The nonce of the style elements that the dialogs' scroll library creates. */
  var __webpack_nonce__: string | undefined;
}

const timeZoneCheckMs = 60_000;

/** Renders the app, with the data of the last time until newer data arrive. */
export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');

  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  globalThis.__webpack_nonce__ = nonce;

  startLiveUpdates(queryClient);
  // What the user may see has changed: the routes decide again where to lead.
  bridge.session.onChange(() => void router.invalidate());
  // Whatever the first rendering needs is requested together, so that the app renders once, and not with each answer.
  await Promise.all([
    queryClient.prefetchQuery(sessionOptions),
    queryClient.prefetchQuery(connectionOptions),
    queryClient.prefetchQuery(themeOptions),
    queryClient.prefetchQuery(preferencesOptions),
    hydrateCache(queryClient),
    readClock(),
    hydrateDrafts(),
  ]);
  // The router knows its location before the first rendering, unless it is the location of another person.
  const session = queryClient.getQueryData(sessionOptions.queryKey);
  if (session?.status === 'signed-in' && isOwnWindow(session)) await router.load();
  persistCache(queryClient);
  // The system does not say when its time zone changes; a user who has changed it comes back to the window.
  window.addEventListener('focus', noticeTimeZone);
  persistDrafts(queryClient);
  setInterval(noticeTimeZone, timeZoneCheckMs);

  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
        withGlobalClasses={false}
      >
        <ErrorBoundary fallback={<CrashScreen />}>
          <QueryClientProvider client={queryClient}>
            <SessionGate />
          </QueryClientProvider>
        </ErrorBoundary>
      </MantineProvider>
    </StrictMode>,
  );
}

/** Reads what decides how times are shown. Without it they are those of this computer. */
async function readClock(): Promise<void> {
  const [offset, locale] = await Promise.allSettled([
    unwrap(bridge.clock.offset()),
    unwrap(bridge.clock.dateLocale()),
  ]);
  if (offset.status === 'fulfilled') setClockOffset(offset.value);
  if (locale.status === 'fulfilled') setDateLocale(locale.value);
}
