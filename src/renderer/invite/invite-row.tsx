import { IconAlertCircle, IconCheck, IconClock, IconClockExclamation } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import type { Delivery, Invite } from '#contract/invite/api';
import { RowAction } from '../action/row-action.tsx';
import { useActionContext } from '../action/use-action.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { MenuButton } from '../components/table/menu-button.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { SelectionBox } from '../components/table/selection-box.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import { formatDateTime } from '../lib/format/format-time.ts';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { inviteAgain } from './actions/invite-again.ts';
import { inviteKey } from './actions/invite-key.ts';
import { resendInvite } from './actions/resend-invite.ts';
import { revokeInvite } from './actions/revoke-invite.ts';
import { inviteMenuButton } from './invite-menu-button.tsx';
import { roleLabel } from '../data/role-labels.ts';
import { deliveryLabel, expiry, inviterLabel, statusLabels, type InviteEnd } from './invite-labels.ts';
import { isOpen } from './invite-list-predicate.ts';
import classes from './invite-row.module.css';
import { labelOf } from '../lib/format/label.ts';
import { formatEmail } from '../data/format-email.ts';

const InviteMenu = lazyWithPreload(async () => (await import('./invite-menu.tsx')).InviteMenu);

interface InviteRowProps {
  invite: Invite;
  position: RowPosition;
  /** Only its text is rendered, without its controls. */
  isFastScroll: boolean;
  selected: boolean;
  /** @see SelectionBox */
  onSelect: (selected: boolean, range: boolean) => void;
  onDetails: () => void;
  onSwap: () => void;
}

/** An invite with its actions. */
export function InviteRow(props: InviteRowProps) {
  const { invite, position, isFastScroll, selected, onSelect, onDetails, onSwap } = props;
  const now = useCoarseNow();
  const end = expiry(invite, now);
  const email = formatEmail(invite.email);
  const busy = useIsMutating({ mutationKey: inviteKey(invite.id) }) > 0;
  const inviter = inviterLabel(invite);

  return (
    <TableRow id={invite.id} name={email} position={position} busy={busy}>
      <Cell>
        {isOpen(invite) && !isFastScroll && (
          <SelectionBox id={invite.id} label={`Select ${email}`} checked={selected} onChange={onSelect} />
        )}
      </Cell>
      <Cell title={email} className={classes.who}>
        <span className={classes.email} data-expired={end !== 'later' && end !== 'soon' ? true : undefined}>
          {email}
        </span>
        <span aria-hidden className={classes.narrowOnly}>
          {roleLabel(invite.role)}, by {inviter}
        </span>
      </Cell>
      <Cell className={classes.wideOnly}>{roleLabel(invite.role)}</Cell>
      <Cell className={classes.quiet}>
        <span className={classes.clipped}>
          <TimeAgo at={invite.lastSentAt} past />
        </span>
      </Cell>
      <Cell>
        <Expiry invite={invite} end={end} />
      </Cell>
      <DeliveryCell delivery={invite.delivery} />
      <Cell title={inviter} className={classes.wideOnly}>
        <span className={classes.clipped}>{inviter}</span>
      </Cell>
      <Cell className={classes.actions}>
        {!isFastScroll && <Actions invite={invite} end={end} onDetails={onDetails} onSwap={onSwap} />}
      </Cell>
    </TableRow>
  );
}

/** A glyph while all is well; words as soon as it is not. */
function DeliveryCell({ delivery }: { delivery: Delivery }) {
  const label = deliveryLabel(delivery);
  if (delivery.status === 'sent') {
    return (
      <Cell title={label} className={classes.quiet}>
        <IconCheck size={16} role="img" aria-label={label} />
      </Cell>
    );
  }
  const isFailed = delivery.status === 'failed';
  const Glyph = isFailed ? IconAlertCircle : IconClock;
  return (
    <Cell title={label} className={isFailed ? classes.failed : classes.quiet}>
      <Glyph size={15} aria-hidden className={classes.glyph} />
      <span className={classes.clipped}>{label}</span>
    </Cell>
  );
}

function Expiry({ invite, end }: { invite: Invite; end: InviteEnd }) {
  if (end === 'ended') {
    const { status, endedAt } = invite;
    return (
      <span
        title={endedAt === null ? undefined : formatDateTime(Date.parse(endedAt))}
        className={classes.expired}
      >
        {labelOf(statusLabels, status)}
      </span>
    );
  }
  if (end === 'expired') {
    return (
      <time
        dateTime={invite.expiresAt}
        title={formatDateTime(Date.parse(invite.expiresAt))}
        className={classes.expired}
      >
        Expired
      </time>
    );
  }
  return (
    <span className={end === 'soon' ? classes.soon : undefined}>
      {end === 'soon' && <IconClockExclamation size={15} role="img" aria-label="Expires soon:" />}
      <TimeAgo at={invite.expiresAt} />
    </span>
  );
}

interface ActionsProps {
  invite: Invite;
  end: InviteEnd;
  onDetails: () => void;
  onSwap: () => void;
}

function Actions({ invite, end, onDetails, onSwap }: ActionsProps) {
  const context = useActionContext();
  const options = { problemRow: invite.id };
  return (
    <>
      <RowAction action={resendInvite} item={invite} context={context} options={options} />
      <RowAction action={revokeInvite} item={invite} context={context} options={options} />
      {/* A row has no room for a third button: the menu offers it for an expired invite. */}
      {end === 'ended' && (
        <RowAction action={inviteAgain} item={invite} context={context} options={options} />
      )}
      <MenuButton {...inviteMenuButton}>
        <InviteMenu invite={invite} context={context} onDetails={onDetails} onSwap={onSwap} />
      </MenuButton>
    </>
  );
}
