import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '#contract/member';
import type { Organization } from '#contract/organization';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems, wrongPassword } from '../bridge/field-problems.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import { MemberPicker } from './member-picker.tsx';
import { applyMember, refreshMembers } from './member-queries.ts';
import { memberName } from './member-words.ts';
import { transferOwnershipOptions } from './ownership-queries.ts';

const fields = ['memberId', 'password'] as const;

interface TransferOwnershipDialogProps {
  organization: Organization;
  /** Somebody else owns it now: what is known of one's own role is old. */
  onTransferred: () => void;
  onClose: () => void;
}

/** Hands an organization over to another member. The old owner stays as an Admin. */
export function TransferOwnershipDialog(props: TransferOwnershipDialogProps) {
  const { organization, onTransferred, onClose } = props;
  const client = useQueryClient();
  const block = useActionBlock();
  const [chosen, setChosen] = useState<Member>();
  const [problem, setProblem] = useState<string>();

  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? 'Enter your password.' : null) },
    clearInputErrorOnChange: true,
  });
  const transfer = useMutation({
    ...transferOwnershipOptions(organization.id),
    onSuccess: (owner) => {
      applyMember(client, organization.id, owner);
      refreshMembers(client, organization.id);
      confirmDone(`${memberName(owner)} now owns ${organization.name}.`);
      onTransferred();
      onClose();
    },
    onError: (error) => {
      const told = fieldProblems(error.problem, fields, {
        invalid_credentials: ['password', wrongPassword],
      });
      form.setErrors(told.fields);
      setProblem(told.form ?? told.fields.memberId);
      if (told.fields.password !== undefined) form.getInputNode('password')?.focus();
      if (error.problem.code === 'member_not_found') setChosen(undefined);
    },
  });

  return (
    <FormDialog
      title={`Hand ${organization.name} over?`}
      submitLabel="Transfer ownership"
      dangerous
      block={block ?? (chosen ? undefined : 'Choose the new owner first.')}
      pending={transfer.isPending}
      problem={problem}
      onSubmit={form.onSubmit(({ password }) => {
        if (block !== undefined || transfer.isPending || !chosen) return;
        setProblem(undefined);
        transfer.mutate({ memberId: chosen.id, password });
      })}
      onClose={onClose}
    >
      <p>
        The new owner decides about the organization from then on, and you become an Admin. Only they can give
        it back.
      </p>
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
