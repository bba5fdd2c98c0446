import { Menu } from '@mantine/core';
import {
  IconArrowsExchange,
  IconClockExclamation,
  IconCopy,
  IconDots,
  IconExternalLink,
  IconListDetails,
  IconMailPlus,
} from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { SelectionBox } from '../ui/selection-box.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { exactWords } from '../ui/time-words.ts';
import { useCoarseNow } from '../ui/use-now.ts';
import {
  copyInviteLinkOptions,
  inviteAgainOptions,
  inviteKey,
  openInviteLinkOptions,
  resendInviteOptions,
  revokeInviteOptions,
} from './invite-queries.ts';
import {
  deliveryWords,
  expiry,
  inviterWords,
  linkCopied,
  roleWords,
  statusWords,
  type InviteEnd,
} from './invite-words.ts';
import { isOpen } from './invite-list-rule.ts';
import { RevokeInviteDialog } from './revoke-invite-dialog.tsx';
import { useInviteAction } from './use-invite-action.ts';
import classes from './invite-row.module.css';

interface InviteRowProps {
  invite: Invite;
  place: RowPlace;
  selected: boolean;
  /** @see SelectionBox */
  onSelect: (selected: boolean, range: boolean) => void;
  onDetails: () => void;
  onSwap: () => void;
}

/** An invite: what is known of it, and what can be done. */
export function InviteRow(props: InviteRowProps) {
  const { invite, place, selected, onSelect, onDetails, onSwap } = props;
  const now = useCoarseNow();
  const end = expiry(invite, now);
  const busy = useIsMutating({ mutationKey: inviteKey(invite.id) }) > 0;
  const delivery = deliveryWords(invite.delivery);
  const inviter = inviterWords(invite);

  return (
    <TableRow id={invite.id} place={place} busy={busy}>
      <Cell>
        {isOpen(invite) && (
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
        <Actions invite={invite} end={end} onDetails={onDetails} onSwap={onSwap} />
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
      <RowMenu
        invite={invite}
        end={end}
        block={block}
        onAgain={() => again.mutate()}
        onDetails={onDetails}
        onSwap={onSwap}
      />
      {revoking && (
        <RevokeInviteDialog
          email={invite.email}
          onConfirm={() => revoke.mutate()}
          onClose={() => setRevoking(false)}
        />
      )}
    </>
  );
}

interface RowMenuProps extends ActionsProps {
  block: string | undefined;
  onAgain: () => void;
}

function RowMenu({ invite, end, block, onAgain, onDetails, onSwap }: RowMenuProps) {
  const copy = useInviteAction(invite, copyInviteLinkOptions(invite), linkCopied(invite));
  const open = useInviteAction(invite, openInviteLinkOptions(invite));
  const linkBlock = block ?? (end === 'expired' ? 'Its link has expired. Resend it first.' : undefined);
  const blocked = block !== undefined;

  return (
    // Its own placeholder for the focus is no item of a menu: the first item takes the focus instead.
    <Menu withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <RowButton data-tone="quiet" aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </RowButton>
      </Menu.Target>
      <Menu.Dropdown>
        {end !== 'ended' && (
          <>
            {linkBlock !== undefined && <Menu.Label>{linkBlock}</Menu.Label>}
            <Menu.Item
              leftSection={<IconCopy size={16} aria-hidden />}
              disabled={linkBlock !== undefined}
              onClick={() => copy.mutate()}
            >
              Copy link
            </Menu.Item>
            <Menu.Item
              leftSection={<IconExternalLink size={16} aria-hidden />}
              disabled={linkBlock !== undefined}
              onClick={() => open.mutate()}
            >
              Open link in browser
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowsExchange size={16} aria-hidden />}
              disabled={blocked}
              onClick={onSwap}
            >
              Swap seat…
            </Menu.Item>
            {end === 'expired' && (
              <Menu.Item
                leftSection={<IconMailPlus size={16} aria-hidden />}
                disabled={blocked}
                onClick={onAgain}
              >
                Invite again
              </Menu.Item>
            )}
          </>
        )}
        <Menu.Item leftSection={<IconListDetails size={16} aria-hidden />} onClick={onDetails}>
          Details
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
