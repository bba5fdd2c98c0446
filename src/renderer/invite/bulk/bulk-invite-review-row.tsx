import { IconAlertCircle, IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Invite } from '#contract/invite/api';
import { RowAction } from '../../action/row-action.tsx';
import { useActionContext } from '../../action/use-action.ts';
import { SelectField } from '../../components/form/select-field.tsx';
import { RowButton } from '../../components/table/row-button.tsx';
import { Cell, TableRow, type RowPosition } from '../../components/table/table-row.tsx';
import { isReady, type DraftRow, type RowCheck } from './bulk-invite-rows.ts';
import { editRow, removeRow } from './bulk-invite-edits.ts';
import { rowCheckLabel } from './bulk-invite-labels.ts';
import { resendInvite } from '../actions/resend-invite.ts';
import { roleLabel } from '../../data/role-labels.ts';
import { roleChoices } from '../invite-labels.ts';
import classes from './bulk-invite.module.css';

interface ReviewRowProps {
  draftKey: string;
  row: DraftRow;
  /** From 1. */
  number: number;
  check: RowCheck;
  /** Whether the table has a column for names. */
  isNamed: boolean;
  position: RowPosition;
  /** Only its text is rendered, without its controls. */
  isFastScroll: boolean;
}

const rowIdOf = ({ key }: DraftRow): string => `invite-many ${key}`;

/** A row of the review: what is sent, or why it is not. */
export function ReviewRow(props: ReviewRowProps) {
  const { draftKey, row, number, check, isNamed, position, isFastScroll } = props;
  const { email, role, unknownRole, name } = row;
  const label = rowCheckLabel(check, unknownRole);
  return (
    <TableRow id={rowIdOf(row)} position={position}>
      <Cell className={classes.quiet}>{number}</Cell>
      <Cell>
        {isFastScroll ? (
          <span className={classes.clipped}>{email}</span>
        ) : (
          <input
            aria-label={`Email, row ${number}`}
            aria-invalid={check.kind === 'invalid' || undefined}
            placeholder={check.kind === 'no-address' ? 'No address' : undefined}
            className={classes.email}
            spellCheck={false}
            autoComplete="off"
            value={email}
            onChange={(event) => editRow(draftKey, row.key, { email: event.currentTarget.value })}
          />
        )}
      </Cell>
      {isNamed && (
        <Cell title={name}>
          <span className={classes.clipped}>{name}</span>
        </Cell>
      )}
      <Cell>
        {isFastScroll ? (
          roleLabel(role)
        ) : (
          <SelectField
            look="row"
            aria-label={`Role, row ${number}`}
            options={roleChoices}
            value={role}
            onChange={(chosen) => editRow(draftKey, row.key, { role: chosen })}
          />
        )}
      </Cell>
      <Cell className={classes.check}>
        <RowCheckIcon check={check} />
        <span title={label} className={classes.clipped}>
          {label}
        </span>
      </Cell>
      <Cell className={classes.rowActions}>
        {!isFastScroll && <RowActions draftKey={draftKey} row={row} number={number} check={check} />}
      </Cell>
    </TableRow>
  );
}

function RowActions({
  draftKey,
  row,
  number,
  check,
}: Omit<ReviewRowProps, 'isNamed' | 'position' | 'isFastScroll'>) {
  const suggestion = check.kind === 'no-address' ? row.otherAddress : check.suggestion;
  return (
    <>
      {suggestion !== undefined && (
        <RowButton
          title={`Use ${suggestion}`}
          onClick={() => editRow(draftKey, row.key, { email: suggestion })}
        >
          <span className={classes.suggestion}>Use {suggestion}</span>
        </RowButton>
      )}
      {check.kind === 'misaligned' && (
        <RowButton
          aria-label={`Confirm row ${number}`}
          onClick={() => editRow(draftKey, row.key, { isMisaligned: false })}
        >
          Confirm
        </RowButton>
      )}
      {check.kind === 'invited' && <ResendInvited invite={check.invite} rowId={rowIdOf(row)} />}
      <RowButton
        data-tone="quiet"
        aria-label={`Remove row ${number}`}
        title="Remove"
        onClick={() => removeRow(draftKey, row.key)}
      >
        <IconX size={15} aria-hidden />
      </RowButton>
    </>
  );
}

function RowCheckIcon({ check }: { check: RowCheck }) {
  if (check.kind === 'typo' || check.kind === 'misaligned')
    return <IconAlertTriangle size={15} aria-hidden className={classes.warn} />;
  return isReady(check) ? (
    <IconCheck size={15} aria-hidden className={classes.good} />
  ) : (
    <IconAlertCircle size={15} aria-hidden className={classes.bad} />
  );
}

function ResendInvited({ invite, rowId }: { invite: Invite; rowId: string }) {
  const context = useActionContext();
  const [isResent, setIsResent] = useState(false);
  if (isResent) return <span className={classes.good}>Resent</span>;
  const options = { problemRow: rowId, onSuccess: () => setIsResent(true) };
  return <RowAction action={resendInvite} item={invite} context={context} options={options} />;
}
