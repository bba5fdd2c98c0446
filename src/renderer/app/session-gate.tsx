import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import type { SessionState } from '#contract/bridge/types';
import { ReportPainted } from '../data/report-painted.tsx';
import { personKey, sessionOptions, SignedInContext, type SignedIn } from '../data/session.ts';
import { signInElsewhere, useSignInElsewhere } from '../data/sign-in-elsewhere.ts';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { forgetAnswers } from './forget-answers.ts';
import { OneTimeSecrets } from './one-time-secrets.tsx';
import { claimWindow, isOwnWindow, startOver } from './own-window.ts';
import { SignedInApp } from './signed-in-app.tsx';

// Most starts have a session: the sign-in screen is a file of its own.
const SignInScreen = lazy(() => import('../session/sign-in-screen.tsx'));

/** The sign-in screen, or the app. */
export function SessionGate() {
  return (
    <>
      <Screen />
      <OneTimeSecrets />
    </>
  );
}

function Screen() {
  const session = useQuery(sessionOptions);
  const elsewhere = useSignInElsewhere();
  if (session.isPending) return <FirstPaint />;
  if (session.isError) {
    return (
      <>
        <FailedLoad
          what="The app couldn’t start."
          why={session.error.message}
          onRetry={() => void session.refetch()}
        />
        <ReportPainted />
      </>
    );
  }
  if (session.data.status === 'signed-in' && elsewhere !== undefined) {
    return <SignInElsewhere session={session.data} server={elsewhere} />;
  }
  return session.data.status === 'signed-in' ? (
    <SignedInContext value={session.data}>
      <OwnWindow key={personKey(session.data)} session={session.data}>
        <SignedInApp />
      </OwnWindow>
      <ReportPainted />
    </SignedInContext>
  ) : (
    <SignedOut session={session.data} />
  );
}

/** Renders the app if the window is the person's own; otherwise it starts over first. */
function OwnWindow({ session, children }: { session: SignedIn; children: ReactNode }) {
  const [isOwn] = useState(() => isOwnWindow(session));
  useEffect(() => {
    if (isOwn) claimWindow(session);
    else startOver(session);
  }, [isOwn, session]);
  return isOwn ? children : <FirstPaint />;
}

function SignedOut({ session }: { session: Extract<SessionState, { status: 'signed-out' }> }) {
  const client = useQueryClient();
  useEffect(() => {
    forgetAnswers(client);
    signInElsewhere(undefined);
  }, [client]);
  return (
    <Suspense fallback={<FirstPaint />}>
      <SignInScreen session={session} />
      <ReportPainted />
    </Suspense>
  );
}

function backToSession(): void {
  signInElsewhere(undefined);
}

/** The sign-in screen of the server that the user's server has moved to. What was loaded stays until the sign-in succeeds. */
function SignInElsewhere({ session, server }: { session: SignedIn; server: string }) {
  const { user, persistence } = session;
  return (
    <Suspense fallback={<FirstPaint />}>
      <SignInScreen
        session={{ status: 'signed-out', server, email: user.email, reason: null, persistence }}
        movedFrom={session.server}
        onBack={backToSession}
        onSignedIn={backToSession}
      />
    </Suspense>
  );
}

/** The outline that the HTML document shows before the script runs. */
function FirstPaint() {
  return (
    <div className="first-paint" aria-hidden>
      <div />
    </div>
  );
}
