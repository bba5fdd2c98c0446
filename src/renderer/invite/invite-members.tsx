import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { Suspense, useId, useState, type ClipboardEvent, type FormEvent } from 'react';
import { maxEmailInputLength } from '#contract/email-address';
import type { Seats } from '#contract/seat/api';
import { ErrorMessage } from '../components/feedback/error-message.tsx';
import { toastError } from '../components/feedback/toast.ts';
import { actionMutation } from '../action/action-mutation.ts';
import { showSuccess } from '../action/run-action.ts';
import { ActionButton } from '../components/form/action-button.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { useApiForm } from '../components/form/use-api-form.ts';
import { useCommand } from '../components/layout/view-commands.ts';
import { useDisabledReason } from '../data/connection.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { emailFieldError } from './email-field-error.ts';
import { emptyDraft, saveDraft, readDraft } from './invite-draft.ts';
import { createInvite } from './actions/create-invite.ts';
import { roleChoices, roleDescriptions } from './invite-labels.ts';
import { hasSeveralAddresses, typedAddress } from './typed-address.ts';
import { TypoQuestion } from './typo-question.tsx';
import { useTypoQuestion } from './use-typo-question.ts';
import classes from './invite-members.module.css';

const BulkInviteDialog = lazyWithPreload(
  async () => (await import('./bulk/bulk-invite-dialog.tsx')).BulkInviteDialog,
);

interface InviteMembersProps {
  organizationId: string;
  /** Identifies what was typed: one draft per user and organization. */
  draftKey: string;
  /** undefined: not known yet. */
  seats: Seats | undefined;
  /** Why nobody can be invited, when no seat is free. */
  noSeats: string | undefined;
  /** Called when the server reports that no seat is free, so that the known seats are out of date. */
  onNoSeats: () => void;
}

/** Whether it can be an address at all; the server decides about the rest. */
const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/** The form that invites one person, and the button to invite many. Several addresses in its field are many, too. */
export function InviteMembers(props: InviteMembersProps) {
  const { organizationId, draftKey, seats, noSeats, onNoSeats } = props;
  const organization = { organizationId };
  const disabledReason = useDisabledReason();
  const titleId = useId();
  const roleId = useId();
  const errorId = useId();
  const seatsId = useId();
  const roleHintId = useId();
  const [many, setMany] = useState(false);
  useCommand('invite-many', () => setMany(true));

  const apiForm = useApiForm({
    initialValues: readDraft(draftKey),
    onValuesChange: (values) => saveDraft(draftKey, values),
    validate: {
      email: (text) =>
        looksLikeEmail.test(typedAddress(text)) && text.length <= maxEmailInputLength
          ? null
          : 'Enter an email address like name@example.com.',
    },
    disabledReason,
    mutation: actionMutation(createInvite, organization),
    toInput: ({ email, role }) => ({ email: typedAddress(email), role }),
    fieldError: emailFieldError,
    onSuccess: (invite, { email }) => {
      showSuccess(createInvite, organization, invite);
      if (!isInForm(email)) return;
      form.setValues(emptyDraft);
      apiForm.focusField('email');
    },
    onError: ({ problem, message }, { email }) => {
      if (!isInForm(email)) {
        toastError(`${email} wasn’t invited. ${message}`);
        return true;
      }
      if (problem.code === 'seat_limit_reached') onNoSeats();
      return false;
    },
  });
  const { form, error } = apiForm;
  useCommand('invite-member', () => form.getInputNode('email')?.focus());

  /** False when the user has left the screen, or typed the next address while this one was being sent. */
  function isInForm(email: string): boolean {
    return form.getInputNode('email') !== null && typedAddress(form.getValues().email) === email;
  }

  const { onSubmit: submitOne, question } = useTypoQuestion(
    typedAddress(form.values.email),
    apiForm.onSubmit,
  );

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const { email } = form.getValues();
    if (hasSeveralAddresses(email)) void reviewMany(email);
    else submitOne(event);
  }

  /** A field for one line would put several lines into one. */
  function onPaste(event: ClipboardEvent): void {
    const pasted = event.clipboardData.getData('text');
    if (!hasSeveralAddresses(pasted)) return;
    event.preventDefault();
    void reviewMany(`${form.getValues().email}\n${pasted}`);
  }

  /** Carries the text over to the review of many. */
  async function reviewMany(text: string): Promise<void> {
    const { reviewTyped } = await import('./bulk/bulk-invite-edits.ts');
    const { role } = form.getValues();
    if (reviewTyped(draftKey, text, role)) form.setValues({ ...emptyDraft, role });
    setMany(true);
  }

  const isSeatError = error?.problem.code === 'seat_limit_reached';
  const noSeatsNow = noSeats ?? (isSeatError ? error.message : undefined);
  const reasons = [form.errors['email'] && errorId, noSeatsNow !== undefined && seatsId]
    .filter(Boolean)
    .join(' ');
  return (
    <section aria-labelledby={titleId} className={classes.section}>
      <h2 id={titleId} className={classes.title}>
        Invite Members
      </h2>
      <form noValidate className={classes.form} onSubmit={onSubmit}>
        <TextInput
          label="Email"
          inputMode="email"
          className={classes.email ?? ''}
          placeholder="name@example.com"
          autoComplete="off"
          spellCheck={false}
          errorProps={{ id: errorId }}
          attributes={{ input: { 'aria-describedby': reasons === '' ? undefined : reasons } }}
          {...form.getInputProps('email')}
          onPaste={onPaste}
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
        <ActionButton
          type="submit"
          disabledReason={disabledReason}
          loading={apiForm.isPending}
          className={classes.send ?? ''}
          leftSection={<IconSend size={15} aria-hidden />}
        >
          {createInvite.label}
        </ActionButton>
        <Button variant="default" className={classes.send ?? ''} onClick={() => setMany(true)}>
          Invite many…
        </Button>
      </form>
      <p id={roleHintId} className={classes.hint}>
        {roleDescriptions[form.values.role]}
      </p>
      {question && (
        <TypoQuestion
          suggestion={question.suggestion}
          typed={question.typed}
          onUse={() => {
            form.setFieldValue('email', question.suggestion);
            form.getInputNode('email')?.focus();
          }}
          onKeep={question.keep}
        />
      )}
      {noSeatsNow !== undefined && (
        <p id={seatsId} role="alert" className={classes.noSeats}>
          <IconAlertTriangle size={16} aria-hidden />
          {noSeatsNow}
        </p>
      )}
      <ErrorMessage>{isSeatError ? undefined : error?.message}</ErrorMessage>
      {many && (
        <Suspense>
          <BulkInviteDialog
            organizationId={organizationId}
            draftKey={draftKey}
            seats={seats}
            onClose={() => setMany(false)}
          />
        </Suspense>
      )}
    </section>
  );
}
