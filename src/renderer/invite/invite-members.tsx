import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, useId, useRef, useState } from 'react';
import type { BridgeProblem } from '#contract/admin-bridge';
import type { Seats } from '#contract/seat';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Choice } from '../ui/choice.tsx';
import { useCommand } from '../ui/commands.ts';
import { later } from '../ui/later.ts';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { emptyDraft, keepDraft, readDraft, type InviteDraft } from './invite-draft.ts';
import { applyInvite, createInviteOptions } from './invite-queries.ts';
import { roleChoices } from './invite-words.ts';
import classes from './invite-members.module.css';

const InviteManyDialog = later(async () => (await import('./invite-many-dialog.tsx')).InviteManyDialog);

interface InviteMembersProps {
  organizationId: string;
  /** By which what was typed is found again: one for each person and organization. */
  draftKey: string;
  /** undefined: not known yet. */
  seats: Seats | undefined;
  /** Why nobody can be invited: no seat is free. */
  noSeats: string | undefined;
  /** The server said that no seat is free: what is known of the seats is old. */
  onNoSeats: () => void;
}

/** Whether it can be an address at all; the server is the judge of the rest. */
const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;
const longestEmail = 1000;

/** The form that invites one person, and the way to invite many. */
export function InviteMembers(props: InviteMembersProps) {
  const { organizationId, draftKey, seats, noSeats, onNoSeats } = props;
  const client = useQueryClient();
  const block = useActionBlock();
  const titleId = useId();
  const roleId = useId();
  const errorId = useId();
  const seatsId = useId();
  const [problem, setProblem] = useState<BridgeProblem>();
  // undefined: not asked for yet, so not loaded either.
  const [many, setMany] = useState<boolean>();
  const formElement = useRef<HTMLFormElement>(null);
  const manyButton = useRef<HTMLButtonElement>(null);
  useCommand('invite-many', () => setMany(true));
  useCommand('invite-member', focusEmail);

  const form = useForm<InviteDraft>({
    initialValues: readDraft(draftKey),
    onValuesChange: (values) => keepDraft(draftKey, values),
    validate: {
      email: (email) =>
        looksLikeEmail.test(email.trim()) && email.length <= longestEmail
          ? null
          : 'Enter an e-mail address like name@example.com.',
    },
    clearInputErrorOnChange: true,
  });

  const create = useMutation({
    ...createInviteOptions(organizationId),
    onSuccess: (invite, { email }) => {
      applyInvite(client, invite, true);
      confirmDone(`Invite sent to ${invite.email}.`);
      if (!isStillMeant(email)) return;
      form.setValues(emptyDraft);
      goOnWithEmail();
    },
    onError: ({ problem: refusal }, { email }) => {
      if (formElement.current && isStillMeant(email)) refuse(refusal);
      else reportFailure(`${email} was not invited. ${problemSentence(refusal)}`);
    },
  });

  function refuse(refusal: BridgeProblem): void {
    const emailError = refusal.errors?.find(({ path }) => path === 'email')?.message;
    if (refusal.code === 'already_member' || refusal.code === 'invite_already_pending') {
      form.setFieldError('email', problemSentence(refusal));
    } else if (emailError !== undefined) {
      form.setFieldError('email', emailError);
    } else {
      if (refusal.code === 'seat_limit_reached') onNoSeats();
      setProblem(refusal);
      return;
    }
    goOnWithEmail();
  }

  /** Whoever types the next address while this one is sent is to lose none of it. */
  function isStillMeant(email: string): boolean {
    return form.getValues().email.trim() === email;
  }

  /** Unless one has gone on elsewhere. */
  function goOnWithEmail(): void {
    const { activeElement, body } = document;
    if (formElement.current && (activeElement === body || formElement.current.contains(activeElement)))
      focusEmail();
  }

  function focusEmail(): void {
    form.getInputNode('email')?.focus();
  }

  function submit({ email, role }: InviteDraft): void {
    if (block !== undefined || create.isPending) return;
    setProblem(undefined);
    create.mutate({ email: email.trim(), role });
  }

  const noSeatsNow =
    noSeats ?? (problem?.code === 'seat_limit_reached' ? problemSentence(problem) : undefined);
  const reasons = [form.errors['email'] && errorId, noSeatsNow !== undefined && seatsId]
    .filter(Boolean)
    .join(' ');
  return (
    <section aria-labelledby={titleId} className={classes.section}>
      <h2 id={titleId} className={classes.title}>
        Invite Members
      </h2>
      <form
        ref={formElement}
        noValidate
        className={classes.form}
        onSubmit={form.onSubmit(submit, focusEmail)}
      >
        <TextInput
          label="Email"
          type="email"
          className={classes.email ?? ''}
          placeholder="name@example.com"
          autoComplete="off"
          spellCheck={false}
          errorProps={{ id: errorId }}
          attributes={{ input: { 'aria-describedby': reasons === '' ? undefined : reasons } }}
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
        <ActionButton
          type="submit"
          block={block}
          loading={create.isPending}
          className={classes.send ?? ''}
          leftSection={<IconSend size={15} aria-hidden />}
        >
          Send Invite
        </ActionButton>
        <Button
          ref={manyButton}
          variant="default"
          className={classes.send ?? ''}
          onClick={() => setMany(true)}
        >
          Invite many…
        </Button>
      </form>
      {noSeatsNow !== undefined && (
        <p id={seatsId} role="alert" className={classes.noSeats}>
          <IconAlertTriangle size={16} aria-hidden />
          {noSeatsNow}
        </p>
      )}
      {problem !== undefined && problem.code !== 'seat_limit_reached' && (
        <p role="alert" className={classes.problem}>
          {problemSentence(problem)}
        </p>
      )}
      {many !== undefined && (
        <Suspense>
          <InviteManyDialog
            opened={many}
            organizationId={organizationId}
            draftKey={draftKey}
            seats={seats}
            onClose={() => setMany(false)}
            onClosed={() => manyButton.current?.focus()}
          />
        </Suspense>
      )}
    </section>
  );
}
