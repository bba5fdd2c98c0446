import { createElement } from 'react';
import { IconArmchair, IconBell, IconClockExclamation, IconMailOff } from '@tabler/icons-react';
import { useIsMutating, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { InboxKind } from '#contract/inbox/model';
import type { Invite } from '#contract/invite/api';
import { isolate } from '#contract/isolate';
import { RowAction } from '../action/row-action.tsx';
import type { RunOptions } from '../action/run-action.ts';
import { useActionContext } from '../action/use-action.ts';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { SelectionBox } from '../components/table/selection-box.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import { inviteKey } from '../invite/actions/invite-key.ts';
import { resendInvite } from '../invite/actions/resend-invite.ts';
import { revokeInvite } from '../invite/actions/revoke-invite.ts';
import { formatEmail } from '../data/format-email.ts';
import { openBilling } from '../organization/actions/open-billing.ts';
import { refreshInbox } from './inbox-queries.ts';
import { seatsFullLabel, kindLabels, type InboxRowData } from './inbox-row-data.ts';
import classes from './inbox-row.module.css';
import { knownIn, labelOf } from '../lib/format/label.ts';

interface InboxRowProps {
  row: InboxRowData;
  position: RowPosition;
  /** Whether the list has a column of boxes. */
  hasSelection: boolean;
  selected: boolean;
  onSelect: (isSelected: boolean, isRange: boolean) => void;
}

const icons: Record<InboxKind, typeof IconMailOff> = {
  failed: IconMailOff,
  expiring: IconClockExclamation,
  full: IconArmchair,
};

/** An item of the inbox, with its actions. */
export function InboxRow({ row, position, hasSelection, selected, onSelect }: InboxRowProps) {
  const { id, kind, organization, invite } = row;
  const context = useActionContext();
  const name = invite ? formatEmail(invite.email) : organization.name;
  const busy = useIsMutating({ mutationKey: inviteKey(invite?.id ?? '') }) > 0;
  return (
    <TableRow id={id} name={name} position={position} busy={busy}>
      {hasSelection && (
        <Cell>
          {invite && (
            <SelectionBox
              id={id}
              label={`Select ${name} in ${isolate(organization.name)}`}
              checked={selected}
              onChange={onSelect}
            />
          )}
        </Cell>
      )}
      <Cell>
        <span data-kind={kind} className={classes.icon}>
          <KindIcon kind={kind} />
        </span>
        <span className={classes.clipped}>{labelOf(kindLabels, kind)}</span>
      </Cell>
      <Cell title={isolate(organization.name)}>
        <Link
          to="/organizations/$organizationId"
          params={{ organizationId: organization.id }}
          className={classes.organization ?? ''}
        >
          {isolate(organization.name)}
        </Link>
      </Cell>
      <Details row={row} />
      <Cell className={classes.actions}>
        {invite ? (
          <InviteActions invite={invite} rowId={id} />
        ) : (
          <RowAction action={openBilling} item={{ organizationId: organization.id }} context={context} />
        )}
      </Cell>
    </TableRow>
  );
}

function KindIcon({ kind }: { kind: string }) {
  return createElement(knownIn(icons, kind) ?? IconBell, { size: 16, 'aria-hidden': true });
}

/** The address of an invite and what is the matter with it; of an organization how full it is. */
function Details({ row: { kind, organization, invite } }: { row: InboxRowData }) {
  if (!invite) {
    const usage = seatsFullLabel(organization.seats);
    return (
      <Cell title={usage}>
        <span className={classes.clipped}>{usage}</span>
      </Cell>
    );
  }
  const email = formatEmail(invite.email);
  const problem = invite.delivery.error ?? 'The email couldn’t be delivered';
  return (
    <Cell title={kind === 'expiring' ? email : `${email}: ${problem}`} className={classes.details}>
      <span className={classes.email}>{email}</span>
      <span className={classes.reason}>
        {kind === 'expiring' ? (
          <>
            Expires <TimeAgo at={invite.expiresAt} />
          </>
        ) : (
          problem
        )}
      </span>
    </Cell>
  );
}

function InviteActions({ invite, rowId }: { invite: Invite; rowId: string }) {
  const client = useQueryClient();
  const context = useActionContext();
  const options: RunOptions = {
    // The same invite may be in two rows, one for each reason.
    problemRow: rowId,
    // Whether an invite still needs attention is for the server to say.
    onSettled: () => refreshInbox(client),
  };
  return (
    <>
      <RowAction action={resendInvite} item={invite} context={context} options={options} />
      <RowAction action={revokeInvite} item={invite} context={context} options={options} />
    </>
  );
}
