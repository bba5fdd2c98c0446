import { TextInput } from '@mantine/core';
import { useId } from 'react';
import { normalizeEmail } from '#contract/email-address';
import type { Invite } from '#contract/invite/api';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useDisabledReason } from '../data/connection.ts';
import { useEndedReason } from '../data/ended-objects.ts';
import { useDraftKey } from '../data/session.ts';
import { emailFieldError } from './email-field-error.ts';
import { actionMutation } from '../action/action-mutation.ts';
import { showSuccess } from '../action/run-action.ts';
import { inviteKey } from './actions/invite-key.ts';
import { swapSeat } from './actions/swap-seat.ts';
import type { InviteDraft } from './invite-draft.ts';
import { roleChoices, roleDescriptions } from './invite-labels.ts';
import { typedAddress } from './typed-address.ts';
import { TypoQuestion } from './typo-question.tsx';
import { useTypoQuestion } from './use-typo-question.ts';
import classes from './swap-seat-dialog.module.css';
import { assignableRole } from '../data/role-labels.ts';
import { formatEmail } from '../data/format-email.ts';

interface SwapSeatDialogProps {
  invite: Invite;
  onClose: () => void;
}

/** Gives the seat of an invite to another person: one invite is revoked and another sent, both or neither. */
export function SwapSeatDialog({ invite, onClose }: SwapSeatDialogProps) {
  const roleId = useId();
  const roleHintId = useId();
  const disabledReason = useDisabledReason();
  const endedReason = useEndedReason(inviteKey(invite.id));
  const initialValues: InviteDraft = { email: '', role: assignableRole(invite.role) ?? 'agent' };
  const apiForm = useApiForm({
    initialValues,
    validate: {
      email: (email) =>
        normalizeEmail(typedAddress(email)) === undefined
          ? 'Enter an email address like name@example.com.'
          : null,
    },
    disabledReason: endedReason ?? disabledReason,
    draftKey: useDraftKey(`swap-seat ${invite.id}`),
    mutation: actionMutation(swapSeat, invite),
    toInput: ({ email, role }) => ({ email: typedAddress(email), role }),
    fieldError: emailFieldError,
    onSuccess: (made) => {
      showSuccess(swapSeat, invite, made);
      onClose();
    },
  });
  const { form } = apiForm;
  const { onSubmit, question } = useTypoQuestion(typedAddress(form.values.email), apiForm.onSubmit);

  return (
    <FormDialog
      title="Give this seat to someone else"
      submitLabel="Swap seat"
      isDangerous
      apiForm={{ ...apiForm, onSubmit }}
      // The answer to this very form ends the invite as well.
      problem={apiForm.isPending ? undefined : endedReason}
      onClose={onClose}
    >
      <p>
        {formatEmail(invite.email)}’s invite is revoked and this person is invited instead.
        {invite.status === 'pending' && ' Uses the same seat.'}
      </p>
      <TextInput
        label="Email"
        inputMode="email"
        placeholder="name@example.com"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('email')}
      />
      <div className={classes.role}>
        <label htmlFor={roleId}>Role</label>
        <SelectField
          id={roleId}
          aria-describedby={roleHintId}
          options={roleChoices}
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
        />
      </div>
      <p id={roleHintId}>{roleDescriptions[form.values.role]}</p>
      {question && (
        <TypoQuestion
          suggestion={question.suggestion}
          typed={question.typed}
          onUse={() => form.setFieldValue('email', question.suggestion)}
          onKeep={question.keep}
        />
      )}
    </FormDialog>
  );
}
