import { IconClockExclamation } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { later } from '../ui/later.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { SelectionBox } from '../ui/selection-box.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { exactWords } from '../ui/time-words.ts';
import { useCoarseNow } from '../ui/use-now.ts';
import { inviteMenuButton } from './invite-menu-button.tsx';
import { inviteAgainOptions, inviteKey, resendInviteOptions, revokeInviteOptions } from './invite-queries.ts';
import {
  deliveryWords,
  expiry,
  inviterWords,
  roleWords,
  statusWords,
  type InviteEnd,
} from './invite-words.ts';
import { isOpen } from './invite-list-rule.ts';
import { useInviteAction } from './use-invite-action.ts';
import classes from './invite-row.module.css';

const InviteMenu = later(async () => (await import('./invite-menu.tsx')).InviteMenu);
const RevokeInviteDialog = later(async () => (await import('./revoke-invite-dialog.tsx')).RevokeInviteDialog);

interface InviteRowProps {
  invite: Invite;
  place: RowPlace;
  /** Only what can be read of it is drawn, and nothing that can be done. */
  passing: boolean;
  selected: boolean;
  /** @see SelectionBox */
  onSelect: (selected: boolean, range: boolean) => void;
  onDetails: () => void;
  onSwap: () => void;
}

/** An invite: what is known of it, and what can be done. */
export function InviteRow(props: InviteRowProps) {
  const { invite, place, passing, selected, onSelect, onDetails, onSwap } = props;
  const now = useCoarseNow();
  const end = expiry(invite, now);
  const busy = useIsMutating({ mutationKey: inviteKey(invite.id) }) > 0;
  const delivery = deliveryWords(invite.delivery);
  const inviter = inviterWords(invite);

  return (
    <TableRow id={invite.id} place={place} busy={busy}>
      <Cell>
        {isOpen(invite) && !passing && (
          <SelectionBox
            id={invite.id}
            label={`Select ${invite.email}`}
            checked={selected}
            onChange={onSelect}
          />
        )}
      </Cell>
      <Cell title={invite.email} className={classes.who}>
        <span className={classes.email} data-expired={end !== 'later' && end !== 'soon' ? true : undefined}>
          {invite.email}
        </span>
        <span aria-hidden className={classes.narrowOnly}>
          {roleWords[invite.role]}, by {inviter}
        </span>
      </Cell>
      <Cell className={classes.wideOnly}>{roleWords[invite.role]}</Cell>
      <Cell className={classes.quiet}>
        <span className={classes.clipped}>
          <Moment at={invite.lastSentAt} past />
        </span>
      </Cell>
      <Cell>
        <Expiry invite={invite} end={end} />
      </Cell>
      <Cell title={delivery} className={invite.delivery.status === 'failed' ? classes.failed : classes.quiet}>
        <span className={classes.clipped}>{delivery}</span>
      </Cell>
      <Cell title={inviter} className={classes.wideOnly}>
        <span className={classes.clipped}>{inviter}</span>
      </Cell>
      <Cell className={classes.actions}>
        {!passing && <Actions invite={invite} end={end} onDetails={onDetails} onSwap={onSwap} />}
      </Cell>
    </TableRow>
  );
}

function Expiry({ invite, end }: { invite: Invite; end: InviteEnd }) {
  if (end === 'ended') {
    const { status, endedAt } = invite;
    return (
      <span
        title={endedAt === null ? undefined : exactWords(Date.parse(endedAt))}
        className={classes.expired}
      >
        {statusWords[status]}
      </span>
    );
  }
  if (end === 'expired') {
    return (
      <time
        dateTime={invite.expiresAt}
        title={exactWords(Date.parse(invite.expiresAt))}
        className={classes.expired}
      >
        Expired
      </time>
    );
  }
  return (
    <span className={end === 'soon' ? classes.soon : undefined}>
      {end === 'soon' && <IconClockExclamation size={15} role="img" aria-label="Expires soon:" />}
      <Moment at={invite.expiresAt} />
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
  const block = useActionBlock();
  const [revoking, setRevoking] = useState(false);
  const resend = useInviteAction(
    invite,
    resendInviteOptions(invite),
    `Invite sent again to ${invite.email}.`,
  );
  const revoke = useInviteAction(
    invite,
    revokeInviteOptions(invite),
    `The invite to ${invite.email} was revoked. Its link does not work any more.`,
  );
  const again = useInviteAction(invite, inviteAgainOptions(invite), `Invite sent to ${invite.email}.`);

  return (
    <>
      {end === 'ended' ? (
        invite.status !== 'accepted' && (
          <RowButton block={block} onClick={() => again.mutate()}>
            Invite again
          </RowButton>
        )
      ) : (
        <>
          <RowButton block={block} onClick={() => resend.mutate()}>
            Resend
          </RowButton>
          <RowButton data-tone="bad" block={block} onClick={() => setRevoking(true)}>
            Revoke
          </RowButton>
        </>
      )}
      <MenuButton {...inviteMenuButton}>
        <InviteMenu
          invite={invite}
          end={end}
          block={block}
          onAgain={() => again.mutate()}
          onDetails={onDetails}
          onSwap={onSwap}
        />
      </MenuButton>
      {revoking && (
        <Suspense>
          <RevokeInviteDialog
            email={invite.email}
            onConfirm={() => revoke.mutate()}
            onClose={() => setRevoking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
