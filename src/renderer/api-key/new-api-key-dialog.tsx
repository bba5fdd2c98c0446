import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { flushSync } from 'react-dom';
import { maxNameLength } from '#contract/name';
import { useDisabledReason } from '../data/connection.ts';
import { showOneTimeSecret } from '../data/one-time-secrets.ts';
import { useDraftKey } from '../data/session.ts';
import { SelectField } from '../components/form/select-field.tsx';
import { wrongPassword } from '../components/form/field-errors.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { PasswordField } from '../components/form/password-field.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { serverNow } from '../lib/schedule/clock.ts';
import { apiKeysOptions, createApiKeyOptions, type NewApiKey } from './api-key-queries.ts';
import { expiryOf, scopesOf, type Access, type Lifetime } from './api-key-labels.ts';
import classes from './api-key.module.css';

const accesses = [
  ['read', 'Read only'],
  ['write', 'Read and write'],
] as const satisfies [Access, string][];

const lifetimes = [
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In a year'],
  ['never', 'Never'],
] as const satisfies [Lifetime, string][];

interface Values {
  name: string;
  access: Access;
  lifetime: Lifetime;
  password: string;
}

const initialValues: Values = { name: '', access: 'read', lifetime: '90', password: '' };

/** Creates a key with the user's password, and shows it once. */
export function NewApiKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const accessId = useId();
  const lifetimeId = useId();
  const apiForm = useApiForm({
    initialValues,
    validate: {
      name: (name) => (name.trim() === '' ? 'Give the key a name you’ll recognize.' : null),
      password: (value) => (value === '' ? 'Enter your password.' : null),
    },
    disabledReason: useDisabledReason(),
    mutation: createApiKeyOptions,
    toInput: keyOf,
    draftKey: useDraftKey('api-key'),
    secretFields: ['password'],
    fieldError: ({ problem }) =>
      problem.code === 'invalid_credentials' ? ['password', wrongPassword] : undefined,
    onSuccess: ({ name, key }) => {
      void client.invalidateQueries(apiKeysOptions);
      // This dialog returns the focus first: from there the next one takes it.
      flushSync(onClose);
      showOneTimeSecret({ kind: 'api-key', name, key });
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title="New API key"
      submitLabel="Create key"
      canStopWaiting={false}
      apiForm={apiForm}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        placeholder="Nightly report"
        maxLength={maxNameLength}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={classes.fields}>
        <div className={classes.field}>
          <label htmlFor={accessId}>Access</label>
          <SelectField
            id={accessId}
            options={accesses}
            value={form.values.access}
            onChange={(access) => form.setFieldValue('access', access)}
          />
        </div>
        <div className={classes.field}>
          <label htmlFor={lifetimeId}>Expires</label>
          <SelectField
            id={lifetimeId}
            options={lifetimes}
            value={form.values.lifetime}
            onChange={(lifetime) => form.setFieldValue('lifetime', lifetime)}
          />
        </div>
      </div>
      <PasswordField {...form.getInputProps('password')} />
    </FormDialog>
  );
}

function keyOf({ name, access, lifetime, password }: Values): NewApiKey {
  const expiresAt = expiryOf(lifetime, serverNow());
  return {
    name: name.trim(),
    scopes: scopesOf[access],
    password,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
