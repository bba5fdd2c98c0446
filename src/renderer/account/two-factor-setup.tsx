import { useState } from 'react';
import { wrongPassword } from '../components/form/field-errors.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { PasswordField } from '../components/form/password-field.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { createTwoFactorOptions } from './account-queries.ts';
import { TwoFactorConfirmation } from './two-factor-confirmation.tsx';

/** Turns two-factor sign-in on: asks for the password, then for a code of the new secret. */
export function TwoFactorSetup({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<{ secret: string; otpauthUrl: string }>();
  const apiForm = useApiForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? 'Enter your password.' : null) },
    disabledReason: useDisabledReason(),
    mutation: createTwoFactorOptions,
    toInput: ({ password }) => password,
    onSuccess: setCreated,
    fieldError: ({ problem }) => {
      if (problem.code === 'invalid_credentials') return ['password', wrongPassword];
      return problem.code === 'forbidden' ? ['password', 'Two-factor sign-in is already on.'] : undefined;
    },
  });
  const { form } = apiForm;

  if (created) return <TwoFactorConfirmation {...created} onClose={onClose} />;
  return (
    <FormDialog
      title="Turn on two-factor sign-in"
      submitLabel="Continue"
      canStopWaiting={false}
      apiForm={apiForm}
      onClose={onClose}
    >
      <p>Enter your password to set up two-factor sign-in.</p>
      <PasswordField data-autofocus {...form.getInputProps('password')} />
    </FormDialog>
  );
}
