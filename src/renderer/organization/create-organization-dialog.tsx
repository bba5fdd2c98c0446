import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems } from '../bridge/field-problems.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import { nameProblem } from './organization-changes.ts';
import { createOrganizationOptions } from './organization-edit-queries.ts';
import { longestDescription, longestName } from './organization-limits.ts';
import { organizationOptions, refreshOrganization } from './organization-queries.ts';

const fields = ['name', 'description'] as const;

interface CreateOrganizationDialogProps {
  onCreated: (organizationId: string) => void;
  onClose: () => void;
}

/** Creates an organization, whose owner one is from then on. */
export function CreateOrganizationDialog({ onCreated, onClose }: CreateOrganizationDialogProps) {
  const client = useQueryClient();
  const block = useActionBlock();
  const [problem, setProblem] = useState<string>();

  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: { name: nameProblem },
    clearInputErrorOnChange: true,
  });
  const create = useMutation({
    ...createOrganizationOptions,
    onSuccess: (organization) => {
      client.setQueryData(organizationOptions(organization.id).queryKey, organization);
      refreshOrganization(client, organization.id);
      confirmDone(`${organization.name} was created.`);
      onCreated(organization.id);
      onClose();
    },
    onError: (error) => {
      const told = fieldProblems(error.problem, fields);
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
      title="New organization"
      submitLabel="Create organization"
      block={block}
      pending={create.isPending}
      problem={problem}
      onSubmit={form.onSubmit(({ name, description }) => {
        if (block !== undefined || create.isPending) return;
        setProblem(undefined);
        const described = description.trim();
        create.mutate({ name: name.trim(), ...(described === '' ? {} : { description: described }) });
      }, focusFirst)}
      onClose={onClose}
    >
      <p>You will be its owner, and can invite people at once.</p>
      <TextInput
        label="Name"
        maxLength={longestName}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        description="What it is for, in a sentence. Those who are invited read it."
        maxLength={longestDescription}
        rows={3}
        {...form.getInputProps('description')}
      />
    </FormDialog>
  );
}
