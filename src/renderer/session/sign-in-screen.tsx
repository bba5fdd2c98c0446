import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import type { NetworkProblem, SessionState } from '#contract/bridge/types';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { BrandMark } from '../components/layout/brand-mark.tsx';
import { bridge, unwrap, type BridgeError } from '../data/bridge.ts';
import { sessionOptions } from '../data/session.ts';
import { serverNow } from '../lib/schedule/clock.ts';
import { attemptedAccount } from './attempted-account.ts';
import { forgotPasswordOptions, signInOptions } from './session-queries.ts';
import { signInFieldError } from './sign-in-field-error.ts';
import { SignInWait } from './sign-in-wait.tsx';
import classes from './sign-in-screen.module.css';

const ProxySignInDialog = lazy(() => import('./proxy-sign-in-dialog.tsx'));

interface SignInScreenProps {
  session: Extract<SessionState, { status: 'signed-out' }>;
  /** The server on which the user is still signed in, and which has moved to this one. */
  movedFrom?: string;
  /** Leaves the screen without a sign-in, where there is something to return to. */
  onBack?: () => void;
  onSignedIn?: () => void;
}

/** A proxy that asks for a password, and the attempt that it has stopped. */
interface StoppedByProxy {
  problem: NetworkProblem;
  error: BridgeError;
  retry: () => void;
}

const defaultWaitSeconds = 30;

/** The sign-in form. What was typed stays, whatever the server answers. */
export default function SignInScreen({ session, movedFrom, onBack, onSignedIn }: SignInScreenProps) {
  const client = useQueryClient();
  const element = useRef<HTMLFormElement>(null);
  const initialValues = { server: session.server, email: session.email ?? '', password: '', totp: '' };
  const [codeAsked, setCodeAsked] = useState(false);
  const [account, setAccount] = useState(() => attemptedAccount(initialValues));
  // A wait is for one account of one server: another one can be tried meanwhile.
  const [waits, setWaits] = useState<ReadonlyMap<string, number>>(new Map());
  const [movedTo, setMovedTo] = useState<string>();
  const [stopped, setStopped] = useState<StoppedByProxy>();
  const waitUntil = waits.get(account);

  const signIn = useApiForm({
    initialValues,
    onValuesChange(values) {
      setAccount(attemptedAccount(values));
      setMovedTo(undefined);
    },
    validate: {
      server: (value) => (value.trim() === '' ? 'Enter the server address.' : null),
      email: (value) => (value.trim() === '' ? 'Enter your email address.' : null),
      password: (value) => (value === '' ? 'Enter your password.' : null),
      totp: (value) => (codeAsked && value.trim() === '' ? 'Enter the code.' : null),
    },
    disabledReason: waitUntil === undefined ? undefined : 'Too many attempts.',
    mutation: signInOptions,
    // The answer to a sign-in that was given up is ignored.
    withdraw: () => void unwrap(bridge.session.signOut()),
    toInput: ({ server, email, password, totp }) => ({
      server: server.trim(),
      email: email.trim(),
      password,
      ...(codeAsked ? { totp: totp.trim() } : {}),
    }),
    fieldError: signInFieldError,
    onSuccess(state) {
      onSignedIn?.();
      client.setQueryData(sessionOptions.queryKey, state);
    },
    onError: (error, input) =>
      handleError(error, attemptedAccount(input), () => element.current?.requestSubmit()),
  });
  const { form } = signIn;

  const forgot = useMutation({
    ...forgotPasswordOptions,
    onError: (error, server) => {
      if (!handleError(error, account, () => openForgotPassword(server))) signIn.showError(error);
    },
  });

  /**
   * Asks for the code or for the proxy's password, or waits.
   *
   * @param tried the account of the attempt
   * @param retry makes the attempt again
   * @returns true when the form has no error to show
   */
  function handleError(error: BridgeError, tried: string, retry: () => void): boolean {
    const { code, network, retryAfter } = error.problem;
    if (code === 'totp_required' || code === 'totp_invalid') setCodeAsked(true);
    if (code === 'rate_limited') setWaits((before) => new Map(before).set(tried, endOfWait(retryAfter)));
    setMovedTo(network?.movedTo);
    const isStopped = network?.failure === 'proxy_password';
    if (isStopped) setStopped({ problem: network, error, retry });
    return isStopped || code === 'totp_required' || code === 'rate_limited';
  }

  function takeMovedServer(origin: string): void {
    form.setFieldValue('server', origin);
    signIn.focusField(form.getValues().password === '' ? 'password' : 'server');
  }

  function askForPassword(): void {
    signIn.clearError();
    if (form.validateField('server').hasError) signIn.focusField('server');
    else openForgotPassword(form.getValues().server.trim());
  }

  function openForgotPassword(server: string): void {
    forgot.mutate(server);
  }

  const knowsWho = session.email !== null;
  return (
    <main className={classes.screen}>
      <form
        ref={element}
        noValidate
        aria-labelledby="sign-in-title"
        className={classes.form}
        onSubmit={signIn.onSubmit}
      >
        <div className={classes.head}>
          <BrandMark />
          <h1 id="sign-in-title" className={classes.title}>
            FastLinkIt Admin
          </h1>
        </div>
        {session.reason === 'ended' && (
          <p role="status" className={classes.ended}>
            {session.explanation ?? 'You’ve been signed out, maybe from another device. Sign in to continue.'}
          </p>
        )}
        {movedFrom !== undefined && (
          <p role="status" className={classes.ended}>
            {movedFrom} has moved to this address. You stay signed in there until you sign in here.
          </p>
        )}
        <TextInput
          label="Server"
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
          {...form.getInputProps('server')}
        />
        {movedTo !== undefined && (
          <Button variant="default" onClick={() => takeMovedServer(movedTo)}>
            Use {movedTo}
          </Button>
        )}
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          spellCheck={false}
          // Signing in is the only thing to do on this screen.
          autoFocus={!knowsWho}
          {...form.getInputProps('email')}
        />
        <TextInput
          label="Password"
          type="password"
          autoComplete="current-password"
          autoFocus={knowsWho}
          {...form.getInputProps('password')}
        />
        {codeAsked && (
          <TextInput
            label="Code"
            description="From your authenticator app, or a recovery code"
            autoComplete="one-time-code"
            spellCheck={false}
            autoFocus
            {...form.getInputProps('totp')}
          />
        )}
        {waitUntil !== undefined && (
          <SignInWait
            key={account}
            until={waitUntil}
            onOver={() => setWaits((before) => new Map([...before].filter(([one]) => one !== account)))}
          />
        )}
        <ErrorMessage>{signIn.error?.message}</ErrorMessage>
        <Button
          type="submit"
          fullWidth
          loading={signIn.isPending}
          data-disabled={waitUntil !== undefined || undefined}
          aria-disabled={waitUntil !== undefined || undefined}
        >
          Sign in
        </Button>
        <p role="status" className={classes.waiting}>
          {signIn.isLate && `No answer from ${form.getValues().server.trim()} yet.`}
        </p>
        {signIn.isLate && (
          <Button variant="default" fullWidth onClick={signIn.stopWaiting}>
            Cancel
          </Button>
        )}
        <button
          type="button"
          className={classes.forgot}
          title="Opens in the browser"
          onClick={askForPassword}
        >
          Forgot password?
        </button>
        {onBack && (
          <button type="button" className={classes.forgot} onClick={onBack}>
            Back
          </button>
        )}
        {!session.persistence.keychain && <p className={classes.persistence}>{session.persistence.reason}</p>}
      </form>
      {stopped && (
        <Suspense>
          <ProxySignInDialog
            problem={stopped.problem}
            onSignedIn={() => {
              setStopped(undefined);
              stopped.retry();
            }}
            onClose={() => {
              setStopped(undefined);
              signIn.showError(stopped.error);
            }}
          />
        </Suspense>
      )}
    </main>
  );
}

function endOfWait(retryAfter = defaultWaitSeconds): number {
  return serverNow() + retryAfter * 1000;
}
