import { Menu } from '@mantine/core';
import {
  IconArrowsExchange,
  IconCopy,
  IconExternalLink,
  IconListDetails,
  IconMailPlus,
} from '@tabler/icons-react';
import type { Invite } from '#contract/invite';
import { ActionMenu } from '../ui/action-menu.tsx';
import { inviteMenuButton } from './invite-menu-button.tsx';
import { copyInviteLinkOptions, openInviteLinkOptions } from './invite-queries.ts';
import { linkCopied, type InviteEnd } from './invite-words.ts';
import { useInviteAction } from './use-invite-action.ts';

interface InviteMenuProps {
  invite: Invite;
  end: InviteEnd;
  block: string | undefined;
  onAgain: () => void;
  onDetails: () => void;
  onSwap: () => void;
}

/** What else can be done to an invite. */
export function InviteMenu({ invite, end, block, onAgain, onDetails, onSwap }: InviteMenuProps) {
  const copy = useInviteAction(invite, copyInviteLinkOptions(invite), linkCopied(invite));
  const open = useInviteAction(invite, openInviteLinkOptions(invite));
  const linkBlock = block ?? (end === 'expired' ? 'Its link has expired. Resend it first.' : undefined);
  const blocked = block !== undefined;

  return (
    <ActionMenu {...inviteMenuButton}>
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
    </ActionMenu>
  );
}
