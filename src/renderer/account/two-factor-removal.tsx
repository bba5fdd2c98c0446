import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { toastSuccess } from '../components/feedback/toast.ts';
import { wrongPassword } from '../components/form/field-errors.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { PasswordField } from '../components/form/password-field.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { useSignedIn } from '../data/session.ts';
import { removeTwoFactorOptions, twoFactorOptions } from './account-queries.ts';

/** Turns two-factor sign-in off, with the password and a code. */
export function TwoFactorRemoval({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { user } = useSignedIn();
  const apiForm = useApiForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (value) => (value === '' ? 'Enter your password.' : null),
      code: (value) => (value.trim() === '' ? 'Enter the code.' : null),
    },
    disabledReason: useDisabledReason(),
    mutation: removeTwoFactorOptions,
    toInput: ({ password, code }) => ({ password, code: code.trim() }),
    fieldError: ({ problem }) => {
      if (problem.code === 'invalid_credentials') return ['password', wrongPassword];
      if (problem.code !== 'totp_invalid') return undefined;
      return [
        'code',
        'That code didn’t work. Enter the current code from your authenticator app, or a recovery code.',
      ];
    },
    onSuccess: () => {
      toastSuccess('Two-factor sign-in is off.');
      void client.invalidateQueries(twoFactorOptions);
      onClose();
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title="Turn off two-factor sign-in?"
      submitLabel="Turn off"
      isDangerous
      apiForm={apiForm}
      onClose={onClose}
    >
      <p>
        You’ll sign in with just your password, and your recovery codes will stop working.
        {user.staff && ' You won’t see customers’ organizations until you turn it back on.'}
      </p>
      <PasswordField data-autofocus {...form.getInputProps('password')} />
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
