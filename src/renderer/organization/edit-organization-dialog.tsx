import '@mantine/core/styles/Switch.css';

import { Switch, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Organization } from '#contract/organization/api';
import { isolate } from '#contract/isolate';
import { maxNameLength } from '#contract/name';
import { maxDescriptionLength, maxLogoUrlLength } from '#contract/organization/model';
import { toastSuccess } from '../components/feedback/toast.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { useDraftKey } from '../data/session.ts';
import { editOrganizationOptions } from './organization-edit-queries.ts';
import { changesOf, formOf, logoProblem, nameProblem } from './organization-form.ts';
import { organizationOptions, refreshOrganization } from './organization-queries.ts';

interface EditOrganizationDialogProps {
  organization: Organization;
  onClose: () => void;
}

/** Edits an organization's name, description and logo, and whether invitees are reminded. */
export function EditOrganizationDialog({ organization, onClose }: EditOrganizationDialogProps) {
  const client = useQueryClient();
  // As it was when the dialog opened: a live event does not overwrite what is being typed.
  const [before] = useState(() => formOf(organization));
  const apiForm = useApiForm({
    initialValues: before,
    validate: { name: nameProblem, logoUrl: logoProblem },
    disabledReason: useDisabledReason(),
    draftKey: useDraftKey(`edit-organization ${organization.id}`),
    mutation: editOrganizationOptions(organization.id),
    toInput: (values) => {
      const changes = changesOf(before, values);
      return Object.keys(changes).length === 0 ? undefined : changes;
    },
    onUnchanged: onClose,
    onSuccess: (edited) => {
      client.setQueryData(organizationOptions(edited.id).queryKey, edited);
      refreshOrganization(client, edited.id);
      toastSuccess(`${isolate(edited.name)} saved.`);
      onClose();
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title={`Edit ${isolate(organization.name)}`}
      submitLabel="Save"
      apiForm={apiForm}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        maxLength={maxNameLength}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        description="One sentence. Shown to people you invite."
        maxLength={maxDescriptionLength}
        rows={3}
        {...form.getInputProps('description')}
      />
      <TextInput
        label="Logo"
        description="Web address of an image. Shown to people you invite."
        placeholder="https://"
        inputMode="url"
        maxLength={maxLogoUrlLength}
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('logoUrl')}
      />
      <Switch
        label="Remind invitees"
        description="One email, two days before an invite expires."
        {...form.getInputProps('reminders', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
