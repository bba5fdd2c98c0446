import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems } from '../bridge/field-problems.ts';
import { Choice } from '../ui/choice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { apiKeysOptions, createApiKeyOptions, type NewApiKey } from './api-key-queries.ts';
import { expiryOf, scopesOf, type Access, type Lifetime } from './api-key-words.ts';
import classes from './api-key.module.css';
import { ShownKey } from './shown-key.tsx';

const accesses = [
  ['read', 'Read only'],
  ['write', 'Read and change'],
] as const satisfies [Access, string][];

const lifetimes = [
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In a year'],
  ['never', 'Never'],
] as const satisfies [Lifetime, string][];

const longestName = 100;

interface Values {
  name: string;
  access: Access;
  lifetime: Lifetime;
}

/** Makes a key, and shows it this one time. */
export function NewApiKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const accessId = useId();
  const lifetimeId = useId();
  const block = useActionBlock();
  const [problem, setProblem] = useState<string>();

  const form = useForm<Values>({
    initialValues: { name: '', access: 'read', lifetime: '90' },
    validate: {
      name: (name) =>
        name.trim() === '' ? 'Enter a name, by which you know later what the key is for.' : null,
    },
    clearInputErrorOnChange: true,
  });
  const create = useMutation({
    ...createApiKeyOptions,
    onSuccess: () => client.invalidateQueries(apiKeysOptions),
    onError: (error) => {
      const told = fieldProblems(error.problem, ['name']);
      form.setErrors(told.fields);
      setProblem(told.form);
      focusName();
    },
  });

  function focusName(): void {
    form.getInputNode('name')?.focus();
  }

  if (create.data) return <ShownKey name={create.data.name} apiKey={create.data.key} onClose={onClose} />;
  return (
    <FormDialog
      title="New API key"
      submitLabel="Make key"
      block={block}
      pending={create.isPending}
      problem={problem}
      onSubmit={form.onSubmit((values) => {
        if (block !== undefined || create.isPending) return;
        setProblem(undefined);
        create.mutate(keyOf(values));
      }, focusName)}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        placeholder="Nightly report"
        maxLength={longestName}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={classes.fields}>
        <div className={classes.field}>
          <label htmlFor={accessId}>Access</label>
          <Choice
            id={accessId}
            options={accesses}
            value={form.values.access}
            onChange={(access) => form.setFieldValue('access', access)}
          />
        </div>
        <div className={classes.field}>
          <label htmlFor={lifetimeId}>Expires</label>
          <Choice
            id={lifetimeId}
            options={lifetimes}
            value={form.values.lifetime}
            onChange={(lifetime) => form.setFieldValue('lifetime', lifetime)}
          />
        </div>
      </div>
    </FormDialog>
  );
}

function keyOf({ name, access, lifetime }: Values): NewApiKey {
  const expiresAt = expiryOf(lifetime, Date.now());
  return {
    name: name.trim(),
    scopes: scopesOf[access],
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
