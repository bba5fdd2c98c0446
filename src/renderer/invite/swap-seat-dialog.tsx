import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { normalizeEmail } from '#contract/email-address';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { fieldProblems } from '../bridge/field-problems.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { Choice } from '../ui/choice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { confirmDone } from '../ui/notify.ts';
import type { InviteDraft } from './invite-draft.ts';
import { applyInvite, refreshInvites, swapInviteOptions } from './invite-queries.ts';
import { roleChoices } from './invite-words.ts';
import classes from './swap-seat-dialog.module.css';

interface SwapSeatDialogProps {
  invite: Invite;
  onClose: () => void;
}

/** Gives the seat of an invite to somebody else: one is revoked and the other sent, both or neither. */
export function SwapSeatDialog({ invite, onClose }: SwapSeatDialogProps) {
  const client = useQueryClient();
  const block = useActionBlock();
  const roleId = useId();
  const [problem, setProblem] = useState<string>();
  const form = useForm<InviteDraft>({
    // The form that invites is behind it, and has a field of that name as well.
    name: 'swap-seat',
    initialValues: { email: '', role: invite.role },
    validate: {
      email: (email) =>
        normalizeEmail(email) === undefined ? 'Enter an e-mail address like name@example.com.' : null,
    },
    clearInputErrorOnChange: true,
  });

  const swap = useMutation({
    ...swapInviteOptions(invite),
    onSuccess: (made) => {
      applyInvite(client, made, true);
      refreshInvites(client, invite.organizationId);
      confirmDone(`The invite to ${invite.email} was revoked, and one was sent to ${made.email}.`);
      onClose();
    },
    onError: ({ problem: refusal }) => {
      const sentence = problemSentence(refusal);
      const { fields, form: other } = fieldProblems(refusal, ['email'], {
        already_member: ['email', sentence],
        invite_already_pending: ['email', sentence],
      });
      form.setErrors(fields);
      setProblem(other);
      if (fields.email !== undefined) form.getInputNode('email')?.focus();
    },
  });

  return (
    <FormDialog
      title={`Swap the seat of ${invite.email}`}
      submitLabel="Revoke and invite"
      dangerous
      block={block}
      pending={swap.isPending}
      problem={problem}
      onSubmit={form.onSubmit(
        ({ email, role }) => {
          if (block !== undefined || swap.isPending) return;
          setProblem(undefined);
          swap.mutate({ email: email.trim(), role });
        },
        () => form.getInputNode('email')?.focus(),
      )}
      onClose={onClose}
    >
      <p>
        The invite to {invite.email} is revoked and the new one sent, in one step: either both happen or
        nothing does. {invite.status === 'pending' && 'No further seat is needed.'}
      </p>
      <TextInput
        label="Email"
        type="email"
        placeholder="name@example.com"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('email')}
      />
      <div className={classes.role}>
        <label htmlFor={roleId}>Role</label>
        <Choice
          id={roleId}
          options={roleChoices}
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </div>
    </FormDialog>
  );
}
