import { Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { isolate } from '#contract/isolate';
import { maxNameLength } from '#contract/name';
import { maxDescriptionLength } from '#contract/organization/model';
import { toastSuccess } from '../components/feedback/toast.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { useDraftKey } from '../data/session.ts';
import { createOrganizationOptions } from './organization-edit-queries.ts';
import { nameProblem } from './organization-form.ts';
import { organizationOptions, refreshOrganization } from './organization-queries.ts';

interface CreateOrganizationDialogProps {
  onCreated: (organizationId: string) => void;
  onClose: () => void;
}

/** Creates an organization that the user owns. */
export function CreateOrganizationDialog({ onCreated, onClose }: CreateOrganizationDialogProps) {
  const client = useQueryClient();
  const apiForm = useApiForm({
    initialValues: { name: '', description: '' },
    validate: { name: nameProblem },
    disabledReason: useDisabledReason(),
    draftKey: useDraftKey('new-organization'),
    mutation: createOrganizationOptions,
    toInput: ({ name, description }) => ({
      name: name.trim(),
      ...(description.trim() === '' ? {} : { description: description.trim() }),
    }),
    onSuccess: (organization) => {
      client.setQueryData(organizationOptions(organization.id).queryKey, organization);
      refreshOrganization(client, organization.id);
      toastSuccess(`${isolate(organization.name)} created.`);
      onCreated(organization.id);
      onClose();
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title="New organization"
      submitLabel="Create organization"
      apiForm={apiForm}
      onClose={onClose}
    >
      <p>You’ll be the owner and can invite people right away.</p>
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
    </FormDialog>
  );
}
