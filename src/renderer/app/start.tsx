import './mantine.css';
import './global.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectionOptions } from '../bridge/connection.ts';
import { preferencesOptions } from '../bridge/preferences.ts';
import { sessionOptions } from '../session/session-queries.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { goToFirstPlace } from './first-place.ts';
import { keepLastData, restoreLastData } from './last-data.ts';
import { startLiveUpdates } from './live-updates.ts';
import { collectInUse } from './page-heap.ts';
import { queryClient } from './query-client.ts';
import { SessionGate } from './session-gate.tsx';
import { cssVariables, theme } from './theme.ts';
import { themeOptions } from './theme-queries.ts';

declare global {
  /** Where a library below the dialogs looks for the nonce of the style elements that it makes. */
  var __webpack_nonce__: string | undefined;
}

/** Served once the main process can answer; what is above was loaded meanwhile. */
const mainIsReady = '/ready.js';

/** Puts the app into the page: with what was shown last time at once, if anything of that was kept. */
export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');

  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  globalThis.__webpack_nonce__ = nonce;

  startLiveUpdates(queryClient);
  // While developing, the bundler serves the page, and knows nothing of the main process.
  if (import.meta.env.PROD) await import(/* @vite-ignore */ mainIsReady);
  // All that the first drawing needs, asked for in one go: it draws once, and not anew with each answer.
  await Promise.all([
    queryClient.prefetchQuery(sessionOptions),
    queryClient.prefetchQuery(connectionOptions),
    queryClient.prefetchQuery(themeOptions),
    queryClient.prefetchQuery(preferencesOptions),
    restoreLastData(queryClient),
  ]);
  await goToFirstPlace(queryClient);
  keepLastData(queryClient);
  collectInUse(queryClient);

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
