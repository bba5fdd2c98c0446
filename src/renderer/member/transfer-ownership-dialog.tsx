import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { isolate } from '#contract/isolate';
import type { Member } from '#contract/member/api';
import type { Organization } from '#contract/organization/api';
import { wrongPassword } from '../components/form/field-errors.ts';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { actionMutation } from '../action/action-mutation.ts';
import { showSuccess } from '../action/run-action.ts';
import { transferOwnership } from './actions/transfer-ownership.ts';
import { MemberPicker } from './member-picker.tsx';

interface TransferOwnershipDialogProps {
  organization: Organization;
  /** Another member is the owner now, so that the user's role has changed. */
  onTransferred: () => void;
  onClose: () => void;
}

/** Transfers an organization to another member. The old owner stays as an Admin. */
export function TransferOwnershipDialog(props: TransferOwnershipDialogProps) {
  const { organization, onTransferred, onClose } = props;
  const disabledReason = useDisabledReason();
  const [chosen, setChosen] = useState<Member>();
  const apiForm = useApiForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? 'Enter your password.' : null) },
    disabledReason: disabledReason ?? (chosen ? undefined : 'Choose the new owner first.'),
    mutation: actionMutation(transferOwnership, organization),
    toInput: ({ password }) => chosen && { memberId: chosen.id, password },
    fieldError: ({ problem }) =>
      problem.code === 'invalid_credentials' ? ['password', wrongPassword] : undefined,
    onSuccess: (owner) => {
      showSuccess(transferOwnership, organization, owner);
      onTransferred();
      onClose();
    },
    onError: ({ problem }) => {
      if (problem.code === 'member_not_found') setChosen(undefined);
      return false;
    },
  });
  const { form } = apiForm;

  return (
    <FormDialog
      title={`Transfer ownership of ${isolate(organization.name)}?`}
      submitLabel={transferOwnership.label}
      isDangerous
      apiForm={apiForm}
      onClose={onClose}
    >
      <p>The new owner gets full control. You become an Admin and can’t undo this yourself.</p>
      <MemberPicker label="New owner" organizationId={organization.id} chosen={chosen} onChoose={setChosen} />
      <TextInput
        label="Your password"
        type="password"
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
    </FormDialog>
  );
}
