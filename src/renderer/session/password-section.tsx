import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems, wrongPassword } from '../bridge/field-problems.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { confirmDone } from '../ui/notify.ts';
import { Section } from '../ui/section.tsx';
import { changePasswordOptions, sessionsOptions } from './account-queries.ts';
import { newPasswordProblem, shortestPassword } from './new-password.ts';
import classes from './password-section.module.css';
import { useSignedIn } from './signed-in.ts';

const fields = ['current', 'next'] as const;

/** Chooses another password. */
export function PasswordSection() {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const block = useActionBlock();
  const [problem, setProblem] = useState<string>();

  const form = useForm({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (value) => (value === '' ? 'Enter your password.' : null),
      next: newPasswordProblem,
      again: (value, { next }) => (value === next ? null : 'Enter the new password once more, the same.'),
    },
    clearInputErrorOnChange: true,
  });

  const change = useMutation({
    ...changePasswordOptions,
    onSuccess: () => {
      form.reset();
      confirmDone('Your password was changed. All other sessions have ended.');
      void client.invalidateQueries(sessionsOptions);
    },
    onError: (error) => {
      const told = fieldProblems(error.problem, fields, {
        invalid_credentials: ['current', wrongPassword],
      });
      form.setErrors(told.fields);
      setProblem(told.form);
      focusFirst(told.fields);
    },
  });

  function focusFirst(errors: object): void {
    const first = Object.keys(form.values).find((field) => field in errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  }

  return (
    <Section title="Password" hint="Changing it ends all your other sessions.">
      <form
        noValidate
        className={classes.form}
        onSubmit={form.onSubmit(({ current, next }) => {
          if (block !== undefined || change.isPending) return;
          setProblem(undefined);
          change.mutate({ current, next });
        }, focusFirst)}
      >
        {/* For password managers: whose password it is. */}
        <input type="hidden" autoComplete="username" value={user.email} />
        <TextInput
          label="Current password"
          type="password"
          autoComplete="current-password"
          {...form.getInputProps('current')}
        />
        <TextInput
          label="New password"
          type="password"
          description={`At least ${shortestPassword} characters. A few words in a row are easy to remember.`}
          autoComplete="new-password"
          {...form.getInputProps('next')}
        />
        <TextInput
          label="New password again"
          type="password"
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        {problem !== undefined && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <div>
          <ActionButton type="submit" block={block} loading={change.isPending}>
            Change password
          </ActionButton>
        </div>
      </form>
    </Section>
  );
}
