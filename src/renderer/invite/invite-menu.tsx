import { Menu } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import type { Invite } from '#contract/invite/api';
import { disabledReasonOf, isAvailable, type ActionContext } from '../action/action.ts';
import { useRunAction } from '../action/use-action.ts';
import { ActionMenu } from '../components/table/action-menu.tsx';
import { copyInviteLink } from './actions/copy-invite-link.ts';
import { inviteAgain } from './actions/invite-again.ts';
import type { InviteAction } from './actions/invite-action.ts';
import { openInviteLink } from './actions/open-invite-link.ts';
import { swapSeat } from './actions/swap-seat.ts';
import { expiry } from './invite-labels.ts';
import { inviteMenuButton } from './invite-menu-button.tsx';

interface InviteMenuProps {
  invite: Invite;
  context: ActionContext;
  onDetails: () => void;
  onSwap: () => void;
}

/** The actions on an invite that have no button in its row. */
export function InviteMenu({ invite, context, onDetails, onSwap }: InviteMenuProps) {
  const run = useRunAction({ problemRow: invite.id });
  const linkDisabledReason = disabledReasonOf(copyInviteLink, invite, context);
  const isExpired = expiry(invite, context.now) === 'expired';
  const item = { invite, context };

  return (
    <ActionMenu {...inviteMenuButton}>
      {isAvailable(copyInviteLink, invite, context) && linkDisabledReason !== undefined && (
        <Menu.Label>{linkDisabledReason}</Menu.Label>
      )}
      <MenuAction {...item} action={copyInviteLink} onStart={() => run(copyInviteLink, invite)} />
      <MenuAction {...item} action={openInviteLink} onStart={() => run(openInviteLink, invite)} />
      <MenuAction {...item} action={swapSeat} hasForm onStart={onSwap} />
      {/* An invite that was declined or revoked has a button for it in the row. */}
      {isExpired && <MenuAction {...item} action={inviteAgain} onStart={() => run(inviteAgain, invite)} />}
      <Menu.Item leftSection={<IconListDetails size={16} aria-hidden />} onClick={onDetails}>
        Details
      </Menu.Item>
    </ActionMenu>
  );
}

interface MenuActionProps {
  action: Pick<InviteAction, 'label' | 'icon' | 'isAvailable' | 'disabledReason'>;
  invite: Invite;
  context: ActionContext;
  /** It opens a form first. */
  hasForm?: boolean;
  onStart: () => void;
}

function MenuAction({ action, invite, context, hasForm = false, onStart }: MenuActionProps) {
  if (!isAvailable(action, invite, context)) return null;
  return (
    <Menu.Item
      leftSection={action.icon && <action.icon size={16} aria-hidden />}
      disabled={disabledReasonOf(action, invite, context) !== undefined}
      onClick={onStart}
    >
      {action.label}
      {hasForm && '…'}
    </Menu.Item>
  );
}
