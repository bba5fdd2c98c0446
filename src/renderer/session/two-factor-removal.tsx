import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems, wrongPassword } from '../bridge/field-problems.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import { removeTotpOptions, totpOptions } from './account-queries.ts';
import { useSignedIn } from './signed-in.ts';

const fields = ['password', 'code'] as const;

/** Turns two-factor sign-in off, with the password and a code. */
export function TwoFactorRemoval({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const block = useActionBlock();
  const [problem, setProblem] = useState<string>();

  const form = useForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (value) => (value === '' ? 'Enter your password.' : null),
      code: (value) => (value.trim() === '' ? 'Enter the code.' : null),
    },
    clearInputErrorOnChange: true,
  });
  const remove = useMutation({
    ...removeTotpOptions,
    onSuccess: () => {
      confirmDone('Two-factor sign-in is off.');
      void client.invalidateQueries(totpOptions);
      onClose();
    },
    onError: (error) => {
      const told = fieldProblems(error.problem, fields, {
        invalid_credentials: ['password', wrongPassword],
        totp_invalid: ['code', 'Wrong code. Enter the one that the app shows now, or a recovery code.'],
      });
      form.setErrors(told.fields);
      setProblem(told.form);
      focusFirst(told.fields);
    },
  });

  function focusFirst(errors: object): void {
    const first = fields.find((field) => field in errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  }

  return (
    <FormDialog
      title="Turn off two-factor sign-in?"
      submitLabel="Turn off"
      dangerous
      block={block}
      pending={remove.isPending}
      problem={problem}
      onSubmit={form.onSubmit(({ password, code }) => {
        if (block !== undefined || remove.isPending) return;
        setProblem(undefined);
        remove.mutate({ password, code: code.trim() });
      }, focusFirst)}
      onClose={onClose}
    >
      <p>
        From then on the password alone signs you in, and the recovery codes are worth nothing any more.
        {user.staff && ' Support staff see customers’ organizations only while it is on.'}
      </p>
      <TextInput
        label="Password"
        type="password"
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps('password')}
      />
      <TextInput
        label="Code"
        description="From your authenticator app, or a recovery code"
        autoComplete="one-time-code"
        spellCheck={false}
        {...form.getInputProps('code')}
      />
    </FormDialog>
  );
}
