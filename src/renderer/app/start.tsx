import './mantine.css';
import './global.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionOptions } from '../session/session-queries.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { startLiveUpdates } from './live-updates.ts';
import { queryClient } from './query-client.ts';
import { SessionGate } from './session-gate.tsx';
import { cssVariables, theme } from './theme.ts';

declare global {
  /** Where a library below the dialogs looks for the nonce of the style elements that it makes. */
  var __webpack_nonce__: string | undefined;
}

/** Puts the app into the page. */
export function start(): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');

  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  globalThis.__webpack_nonce__ = nonce;

  startLiveUpdates(queryClient);
  void queryClient.prefetchQuery(sessionOptions);

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
