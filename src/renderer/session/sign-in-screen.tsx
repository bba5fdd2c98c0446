import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { BridgeProblem, SessionState } from '#contract/admin-bridge';
import { afterWait } from '../bridge/problem-sentence.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { useNow } from '../ui/use-now.ts';
import { forgotPasswordOptions, sessionOptions, signInOptions } from './session-queries.ts';
import { signInRefusal, type SignInField } from './sign-in-problem.ts';
import classes from './sign-in-screen.module.css';

interface SignInScreenProps {
  session: Extract<SessionState, { status: 'signed-out' }>;
}

const defaultWaitSeconds = 30;

/** Where one signs in. What was typed stays, whatever the server says. */
export default function SignInScreen({ session }: SignInScreenProps) {
  const client = useQueryClient();
  const [codeAsked, setCodeAsked] = useState(false);
  const [formProblem, setFormProblem] = useState<string>();
  const [waitUntil, setWaitUntil] = useState<number>();

  const form = useForm({
    initialValues: { server: session.server, email: session.email ?? '', password: '', totp: '' },
    validate: {
      server: (value) => (value.trim() === '' ? 'Enter the address of the server.' : null),
      email: (value) => (value.trim() === '' ? 'Enter your e-mail address.' : null),
      password: (value) => (value === '' ? 'Enter your password.' : null),
      totp: (value) => (codeAsked && value.trim() === '' ? 'Enter the code.' : null),
    },
    clearInputErrorOnChange: true,
  });

  const signIn = useMutation({
    ...signInOptions,
    onSuccess: (state) => client.setQueryData(sessionOptions.queryKey, state),
    onError: ({ problem }) => refuse(problem),
  });

  const forgot = useMutation({ ...forgotPasswordOptions, onError: ({ problem }) => refuse(problem) });

  function refuse(problem: BridgeProblem): void {
    if (problem.code === 'totp_required') {
      setCodeAsked(true);
      return;
    }
    if (problem.code === 'rate_limited') {
      setWaitUntil(endOfWait(problem));
      return;
    }
    const { field, sentence } = signInRefusal(problem, form.getValues().server.trim());
    if (field === 'form') {
      setFormProblem(sentence);
      return;
    }
    if (field === 'totp') setCodeAsked(true);
    form.setFieldError(field, sentence);
    focus(field);
  }

  function focus(field: SignInField): void {
    form.getInputNode(field)?.focus();
  }

  function askForPassword(): void {
    setFormProblem(undefined);
    if (form.validateField('server').hasError) focus('server');
    else forgot.mutate(form.getValues().server.trim());
  }

  function submit(values: typeof form.values): void {
    if (signIn.isPending || waitUntil !== undefined) return;
    setFormProblem(undefined);
    const { server, email, password, totp } = values;
    signIn.mutate({
      server: server.trim(),
      email: email.trim(),
      password,
      ...(codeAsked ? { totp: totp.trim() } : {}),
    });
  }

  const knowsWho = session.email !== null;
  return (
    <main className={classes.screen}>
      <form
        noValidate
        aria-labelledby="sign-in-title"
        className={classes.form}
        onSubmit={form.onSubmit(submit, (errors) => {
          const first = Object.keys(errors)[0];
          if (first !== undefined) form.getInputNode(first)?.focus();
        })}
      >
        <div className={classes.head}>
          <BrandMark />
          <h1 id="sign-in-title" className={classes.title}>
            FastLinkIt Admin
          </h1>
        </div>
        {session.reason === 'ended' && (
          <p role="status" className={classes.ended}>
            Your session was ended, for instance from another device. Sign in again to go on.
          </p>
        )}
        <TextInput
          label="Server"
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
          {...form.getInputProps('server')}
        />
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          spellCheck={false}
          // The one thing to do here is to fill this in.
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
        {waitUntil !== undefined && <Wait until={waitUntil} onOver={() => setWaitUntil(undefined)} />}
        {formProblem !== undefined && (
          <p role="alert" className={classes.problem}>
            {formProblem}
          </p>
        )}
        <Button
          type="submit"
          fullWidth
          loading={signIn.isPending}
          data-disabled={waitUntil !== undefined || undefined}
          aria-disabled={waitUntil !== undefined || undefined}
        >
          Sign in
        </Button>
        <button
          type="button"
          className={classes.forgot}
          title="Opens in the browser"
          onClick={askForPassword}
        >
          Forgot password?
        </button>
        {!session.keeping.keychain && <p className={classes.keeping}>{session.keeping.reason}</p>}
      </form>
    </main>
  );
}

function endOfWait({ retryAfter = defaultWaitSeconds }: BridgeProblem): number {
  return Date.now() + retryAfter * 1000;
}

/** Counts down until another try is allowed. */
function Wait({ until, onOver }: { until: number; onOver: () => void }) {
  const left = Math.ceil((until - useNow()) / 1000);
  const over = left <= 0;
  useEffect(() => {
    if (over) onOver();
  }, [over, onOver]);
  return (
    <p role="alert" aria-live="off" className={classes.problem}>
      Too many attempts. Try again {afterWait(left)}.
    </p>
  );
}
