import { IconArmchair, IconClockExclamation, IconMailOff } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { InboxKind } from '#contract/inbox';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { fullWords, kindWords, type InboxRowData } from './inbox-row-data.ts';
import classes from './inbox-row.module.css';
import { useInboxAction } from './use-inbox-action.ts';

interface InboxRowProps {
  row: InboxRowData;
  place: RowPlace;
  selected: boolean;
  onSelect: (selected: boolean) => void;
}

const icons: Record<InboxKind, typeof IconMailOff> = {
  failed: IconMailOff,
  expiring: IconClockExclamation,
  full: IconArmchair,
};

/** Something that wants a look, and what can be done about it. */
export function InboxRow({ row, place, selected, onSelect }: InboxRowProps) {
  const { id, kind, organization, invite } = row;
  const busy = useIsMutating({ mutationKey: ['invite', invite?.id ?? ''] }) > 0;
  const Icon = icons[kind];
  return (
    <TableRow id={id} place={place} busy={busy}>
      <Cell>
        {invite && (
          <input
            type="checkbox"
            className={classes.check}
            aria-label={`Select ${invite.email} in ${organization.name}`}
            checked={selected}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
        )}
      </Cell>
      <Cell>
        <span data-kind={kind} className={classes.icon}>
          <Icon size={16} aria-hidden />
        </span>
        <span className={classes.clipped}>{kindWords[kind]}</span>
      </Cell>
      <Cell title={organization.name}>
        <Link
          to="/organizations/$organizationId"
          params={{ organizationId: organization.id }}
          className={classes.organization ?? ''}
        >
          {organization.name}
        </Link>
      </Cell>
      <Cell title={invite?.email}>
        <span className={classes.clipped}>{invite?.email}</span>
      </Cell>
      <Reason row={row} />
      <Cell className={classes.actions}>{invite && <InviteActions invite={invite} rowId={id} />}</Cell>
    </TableRow>
  );
}

function Reason({ row: { kind, organization, invite } }: { row: InboxRowData }) {
  if (kind === 'expiring' && invite) {
    return (
      <Cell>
        <span className={classes.clipped}>
          Expires <Moment at={invite.expiresAt} />
        </span>
      </Cell>
    );
  }
  const words =
    kind === 'full'
      ? fullWords(organization.seats)
      : (invite?.delivery.error ?? 'The mail could not be delivered');
  return (
    <Cell title={words}>
      <span className={classes.clipped}>{words}</span>
    </Cell>
  );
}

function InviteActions({ invite, rowId }: { invite: Invite; rowId: string }) {
  const block = useActionBlock();
  const [revoking, setRevoking] = useState(false);
  const resend = useInboxAction('resend', invite, rowId);
  const revoke = useInboxAction('revoke', invite, rowId);
  return (
    <>
      <RowButton block={block} onClick={() => resend.mutate()}>
        Resend
      </RowButton>
      <RowButton data-tone="bad" block={block} onClick={() => setRevoking(true)}>
        Revoke
      </RowButton>
      {revoking && (
        <ConfirmDialog
          title={`Revoke the invite to ${invite.email}?`}
          confirmLabel="Revoke"
          block={block}
          onConfirm={() => revoke.mutate()}
          onClose={() => setRevoking(false)}
        >
          <p>The link in the e-mail stops working at once, and the seat is free again.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
