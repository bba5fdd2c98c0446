import { Menu } from '@mantine/core';
import { IconClockExclamation, IconCopy, IconDots, IconExternalLink } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invite } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { exactWords } from '../ui/time-words.ts';
import { useCoarseNow } from '../ui/use-now.ts';
import {
  copyInviteLinkOptions,
  inviteKey,
  openInviteLinkOptions,
  resendInviteOptions,
  revokeInviteOptions,
} from './invite-queries.ts';
import { deliveryWords, expiry, inviterWords, roleWords } from './invite-words.ts';
import { RevokeInviteDialog } from './revoke-invite-dialog.tsx';
import { useInviteAction } from './use-invite-action.ts';
import classes from './invite-row.module.css';

/** An open invite: what is known of it, and what can be done. */
export function InviteRow({ invite, place }: { invite: Invite; place: RowPlace }) {
  const now = useCoarseNow();
  const end = expiry(invite, now);
  const busy = useIsMutating({ mutationKey: inviteKey(invite.id) }) > 0;
  const delivery = deliveryWords(invite.delivery);
  const inviter = inviterWords(invite);

  return (
    <TableRow id={invite.id} place={place} busy={busy}>
      <Cell title={invite.email} className={classes.who}>
        <span className={classes.email} data-expired={end === 'expired' || undefined}>
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
        <Actions invite={invite} expired={end === 'expired'} />
      </Cell>
    </TableRow>
  );
}

function Expiry({ invite, end }: { invite: Invite; end: 'later' | 'soon' | 'expired' }) {
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

function Actions({ invite, expired }: { invite: Invite; expired: boolean }) {
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

  return (
    <>
      <RowButton block={block} onClick={() => resend.mutate()}>
        Resend
      </RowButton>
      <RowButton data-tone="bad" block={block} onClick={() => setRevoking(true)}>
        Revoke
      </RowButton>
      <LinkMenu
        invite={invite}
        block={block ?? (expired ? 'Its link has expired. Resend it first.' : undefined)}
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

function LinkMenu({ invite, block }: { invite: Invite; block: string | undefined }) {
  const copy = useInviteAction(
    invite,
    copyInviteLinkOptions(invite),
    `Link copied. Whoever registers with it is asked for a code that is mailed to ${invite.email}.`,
  );
  const open = useInviteAction(invite, openInviteLinkOptions(invite));

  return (
    // Its own placeholder for the focus is no item of a menu: the first item takes the focus instead.
    <Menu withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <RowButton data-tone="quiet" aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </RowButton>
      </Menu.Target>
      <Menu.Dropdown>
        {block !== undefined && <Menu.Label>{block}</Menu.Label>}
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          disabled={block !== undefined}
          onClick={() => copy.mutate()}
        >
          Copy link
        </Menu.Item>
        <Menu.Item
          leftSection={<IconExternalLink size={16} aria-hidden />}
          disabled={block !== undefined}
          onClick={() => open.mutate()}
        >
          Open link in browser
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
