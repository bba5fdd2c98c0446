import { lazy, Suspense, useState } from 'react';
import type { NetworkProblem } from '#contract/bridge/types';
import { useConnection } from '../data/connection.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';

// Main counts as connected until it has tried, which it does after the first paint.
const ConnectionLine = lazyWithPreload(async () => (await import('./connection-line.tsx')).ConnectionLine);
const ConnectionProblemDialog = lazy(() => import('./connection-problem-dialog.tsx'));

/** Shows a problem with the connection and what the user can do. What was loaded stays readable below. */
export function ConnectionBar() {
  const connection = useConnection();
  // The connection goes on being tried while the dialog is open, which stays whatever comes of it.
  const [asking, setAsking] = useState<NetworkProblem>();
  return (
    <>
      {/* The region is always rendered: a screen reader announces only changes in a region that it knows. */}
      <div role="status" aria-live={connection.status === 'waiting' ? 'off' : 'polite'}>
        {connection.status !== 'connected' && (
          <Suspense>
            <ConnectionLine connection={connection} onAsk={setAsking} />
          </Suspense>
        )}
      </div>
      {asking && (
        <Suspense>
          <ConnectionProblemDialog problem={asking} onClose={() => setAsking(undefined)} />
        </Suspense>
      )}
    </>
  );
}
