import { IconAlertCircle, IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { Choice } from '../ui/choice.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { isReady, type DraftRow, type Mark } from './invite-many-rows.ts';
import { editRow, removeRow } from './invite-many-state.ts';
import { markWords } from './invite-many-words.ts';
import { resendInviteOptions } from './invite-queries.ts';
import { roleChoices } from './invite-words.ts';
import classes from './invite-many.module.css';
import { useInviteAction } from './use-invite-action.ts';

interface CheckRowProps {
  draftKey: string;
  row: DraftRow;
  /** From 1. */
  number: number;
  mark: Mark;
  place: RowPlace;
}

/** A row of the preview: what will be sent, and why not where it will not. */
export function CheckRow({ draftKey, row, number, mark, place }: CheckRowProps) {
  const { email, role, unknownRole } = row;
  return (
    <TableRow id={`invite-many ${row.key}`} place={place}>
      <Cell className={classes.quiet}>{number}</Cell>
      <Cell>
        <input
          aria-label={`E-mail, row ${number}`}
          aria-invalid={mark.kind === 'invalid' || undefined}
          className={classes.email}
          spellCheck={false}
          autoComplete="off"
          value={email}
          onChange={(event) => editRow(draftKey, row.key, { email: event.currentTarget.value })}
        />
      </Cell>
      <Cell>
        <Choice
          look="row"
          aria-label={`Role, row ${number}`}
          options={roleChoices}
          value={role}
          onChange={(chosen) => editRow(draftKey, row.key, { role: chosen })}
        />
      </Cell>
      <Cell className={classes.mark}>
        <MarkIcon mark={mark} />
        <span title={markWords(mark)} className={classes.clipped}>
          {markWords(mark)}
          {unknownRole !== undefined && `, but “${unknownRole}” is no role`}
        </span>
      </Cell>
      <Cell className={classes.rowActions}>
        {mark.kind === 'slip' && (
          <RowButton onClick={() => editRow(draftKey, row.key, { email: mark.meant })}>Correct</RowButton>
        )}
        {mark.kind === 'invited' && <ResendInvited invite={mark.invite} />}
        <RowButton
          data-tone="quiet"
          aria-label={`Leave out row ${number}`}
          title="Leave out"
          onClick={() => removeRow(draftKey, row.key)}
        >
          <IconX size={15} aria-hidden />
        </RowButton>
      </Cell>
    </TableRow>
  );
}

export function MarkIcon({ mark }: { mark: Mark }) {
  if (mark.kind === 'slip') return <IconAlertTriangle size={15} aria-hidden className={classes.warn} />;
  return isReady(mark) ? (
    <IconCheck size={15} aria-hidden className={classes.good} />
  ) : (
    <IconAlertCircle size={15} aria-hidden className={classes.bad} />
  );
}

function ResendInvited({ invite }: { invite: Invite }) {
  const block = useActionBlock();
  const [sent, setSent] = useState(false);
  const resend = useInviteAction(
    invite,
    resendInviteOptions(invite),
    `Invite sent again to ${invite.email}.`,
  );
  return sent ? (
    <span className={classes.good}>Sent again</span>
  ) : (
    <RowButton block={block} onClick={() => resend.mutate(undefined, { onSuccess: () => setSent(true) })}>
      Resend
    </RowButton>
  );
}
