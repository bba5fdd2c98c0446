import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import type { SessionState } from '#contract/admin-bridge';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { connectionOptions } from '../bridge/connection.ts';
import { Drawn } from '../bridge/drawn.tsx';
import { sessionOptions } from '../session/session-queries.ts';
import { SignedInContext } from '../session/signed-in.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { SignedInApp } from './signed-in-app.tsx';
import { themeOptions } from './theme-queries.ts';

// Most starts go on with a session: what they need comes with the page, the way in when it is wanted.
const SignInScreen = lazy(() => import('../session/sign-in-screen.tsx'));

/** The sign-in screen, or the app. */
export function SessionGate() {
  const session = useQuery(sessionOptions);
  if (session.isPending) return <FirstPaint />;
  if (session.isError) {
    return (
      <>
        <FailedLoad
          what="The app could not start."
          why={problemSentence(session.error.problem)}
          onRetry={() => void session.refetch()}
        />
        <Drawn />
      </>
    );
  }
  return session.data.status === 'signed-in' ? (
    <SignedInContext value={session.data}>
      <SignedInApp />
      <Drawn />
    </SignedInContext>
  ) : (
    <SignedOut session={session.data} />
  );
}

function SignedOut({ session }: { session: Extract<SessionState, { status: 'signed-out' }> }) {
  const client = useQueryClient();
  useEffect(() => forgetAnswers(client), [client]);
  return (
    <Suspense fallback={<FirstPaint />}>
      <SignInScreen session={session} />
      <Drawn />
    </Suspense>
  );
}

/** Nothing of what the server told the person who was signed in stays behind. */
function forgetAnswers(client: QueryClient): void {
  const own = new Set<unknown>(
    [sessionOptions, connectionOptions, themeOptions].map(({ queryKey }) => queryKey[0]),
  );
  client.removeQueries({ predicate: ({ queryKey }) => !own.has(queryKey[0]) });
}

/** The outline that the page itself shows before anything is known. */
function FirstPaint() {
  return (
    <div className="first-paint" aria-hidden>
      <div />
    </div>
  );
}
