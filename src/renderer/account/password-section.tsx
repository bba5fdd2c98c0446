import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { minPasswordLength } from '#contract/account/model';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { toastSuccess } from '../components/feedback/toast.ts';
import { ActionButton } from '../components/form/action-button.tsx';
import { wrongPassword } from '../components/form/field-errors.ts';
import { useApiForm } from '../components/form/use-api-form.ts';
import { Section } from '../components/layout/section.tsx';
import { useDisabledReason } from '../data/connection.ts';
import { useSignedIn } from '../data/session.ts';
import { changePasswordOptions, sessionsOptions } from './account-queries.ts';
import { newPasswordProblem } from './new-password.ts';
import classes from './password-section.module.css';

/** Changes the password. */
export function PasswordSection() {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const disabledReason = useDisabledReason();
  const apiForm = useApiForm({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (value) => (value === '' ? 'Enter your password.' : null),
      next: newPasswordProblem,
      again: (value, { next }) => (value === next ? null : 'Passwords don’t match.'),
    },
    disabledReason,
    mutation: changePasswordOptions,
    toInput: ({ current, next }) => ({ current, next }),
    fieldError: ({ problem }) =>
      problem.code === 'invalid_credentials' ? ['current', wrongPassword] : undefined,
    onSuccess: () => {
      form.reset();
      toastSuccess('Password changed. All your other sessions have ended.');
      void client.invalidateQueries(sessionsOptions);
    },
  });
  const { form } = apiForm;

  return (
    <Section title="Password" hint="Changing your password ends all your other sessions.">
      <form noValidate className={classes.form} onSubmit={apiForm.onSubmit}>
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
          description={`At least ${minPasswordLength} characters. A few unrelated words work well.`}
          autoComplete="new-password"
          {...form.getInputProps('next')}
        />
        <TextInput
          label="Confirm new password"
          type="password"
          autoComplete="new-password"
          {...form.getInputProps('again')}
        />
        <ErrorMessage>{apiForm.error?.message}</ErrorMessage>
        <div>
          <ActionButton type="submit" disabledReason={disabledReason} loading={apiForm.isPending}>
            Change password
          </ActionButton>
        </div>
      </form>
    </Section>
  );
}
