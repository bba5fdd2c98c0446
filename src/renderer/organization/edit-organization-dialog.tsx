import '@mantine/core/styles/Switch.css';

import { Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Organization } from '#contract/organization';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems } from '../bridge/field-problems.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import { changesOf, formOf, logoProblem, nameProblem } from './organization-changes.ts';
import { editOrganizationOptions } from './organization-edit-queries.ts';
import { longestDescription, longestLogoUrl, longestName } from './organization-limits.ts';
import { organizationOptions, refreshOrganization } from './organization-queries.ts';

const fields = ['name', 'description', 'logoUrl', 'reminders'] as const;

interface EditOrganizationDialogProps {
  organization: Organization;
  onClose: () => void;
}

/** Edits what an organization is called, how it presents itself, and whether invitees are reminded. */
export function EditOrganizationDialog({ organization, onClose }: EditOrganizationDialogProps) {
  const client = useQueryClient();
  const block = useActionBlock();
  const [problem, setProblem] = useState<string>();
  // As it was when the dialog opened: what comes live meanwhile does not overwrite what is being typed.
  const [before] = useState(() => formOf(organization));

  const form = useForm({
    initialValues: before,
    validate: { name: nameProblem, logoUrl: logoProblem },
    clearInputErrorOnChange: true,
  });
  const edit = useMutation({
    ...editOrganizationOptions(organization.id),
    onSuccess: (edited) => {
      client.setQueryData(organizationOptions(edited.id).queryKey, edited);
      refreshOrganization(client, edited.id);
      confirmDone(`${edited.name} was saved.`);
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
      title={`Edit ${organization.name}`}
      submitLabel="Save"
      block={block}
      pending={edit.isPending}
      problem={problem}
      onSubmit={form.onSubmit((values) => {
        if (block !== undefined || edit.isPending) return;
        setProblem(undefined);
        const changes = changesOf(before, values);
        if (Object.keys(changes).length === 0) onClose();
        else edit.mutate(changes);
      }, focusFirst)}
      onClose={onClose}
    >
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
      <TextInput
        label="Logo"
        description="Web address of a picture, for the web. The app itself loads no pictures and shows initials."
        placeholder="https://"
        inputMode="url"
        maxLength={longestLogoUrl}
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('logoUrl')}
      />
      <Switch
        label="Remind invitees"
        description="One mail, two days before an invite expires."
        {...form.getInputProps('reminders', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
