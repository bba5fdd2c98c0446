import {
  IconAppWindow,
  IconDoorExit,
  IconDownload,
  IconExternalLink,
  IconHistory,
  IconMailPlus,
  IconPencil,
  IconUsersGroup,
  IconUserStar,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRunAction } from '../action/use-action.ts';
import { dispatchCommand } from '../components/layout/view-commands.ts';
import { canManage, useSignedIn } from '../data/session.ts';
import { openBilling } from '../organization/actions/open-billing.ts';
import { openOrganizationWindow } from '../organization/actions/open-organization-window.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { paletteInviteActions, type PaletteInviteAction } from './palette-invite-actions.ts';

const size = 17;

/**
 * The commands for the organization in view.
 *
 * @param onChooseInvite lets the user choose the invite of an action
 */
export function useOrganizationCommands(
  organizationId: string | undefined,
  onChooseInvite: (action: PaletteInviteAction) => void,
): PaletteEntry[] {
  const session = useSignedIn();
  const navigate = useNavigate();
  const runAction = useRunAction();
  if (organizationId === undefined) return [];

  const params = { organizationId };
  const openTab = (tab?: 'members'): void =>
    void navigate({ to: '/organizations/$organizationId', params, search: tab ? { tab } : {} });
  const openActivity = (): void => void navigate({ to: '/organizations/$organizationId/activity', params });

  const role = session.memberships.find((one) => one.organizationId === organizationId)?.role;
  const leave: PaletteEntry = {
    id: 'leave',
    label: 'Leave organization…',
    icon: <IconDoorExit size={size} />,
    run: () => dispatchIn(openTab, 'leave-organization'),
  };
  if (!canManage(session, organizationId)) return role === undefined ? [] : [leave];
  return [
    {
      id: 'invite',
      label: 'Invite a member…',
      icon: <IconMailPlus size={size} />,
      run: () => dispatchIn(openTab, 'invite-member'),
    },
    {
      id: 'invite-many',
      label: 'Invite many…',
      icon: <IconMailPlus size={size} />,
      run: () => dispatchIn(openTab, 'invite-many'),
    },
    ...paletteInviteActions.map((choice) => ({
      id: choice.action.name,
      label: choice.command,
      icon: choice.action.icon && <choice.action.icon size={size} />,
      stays: true,
      run: () => onChooseInvite(choice),
    })),
    {
      id: 'organization',
      label: 'Go to invites',
      icon: <IconUsersGroup size={size} />,
      run: () => openTab(),
    },
    {
      id: 'members',
      label: 'Go to members',
      icon: <IconUsersGroup size={size} />,
      run: () => openTab('members'),
    },
    { id: 'activity', label: 'Go to activity', icon: <IconHistory size={size} />, run: openActivity },
    {
      id: 'export-members',
      label: 'Export members…',
      icon: <IconDownload size={size} />,
      run: () => dispatchIn(() => openTab('members'), 'export-members'),
    },
    {
      id: 'export-activity',
      label: 'Export activity…',
      icon: <IconDownload size={size} />,
      run: () => dispatchIn(openActivity, 'export-activity'),
    },
    {
      id: 'edit',
      label: 'Edit organization…',
      icon: <IconPencil size={size} />,
      run: () => dispatchIn(openTab, 'edit-organization'),
    },
    ...(role === 'owner'
      ? [
          {
            id: 'transfer',
            label: 'Transfer ownership…',
            icon: <IconUserStar size={size} />,
            run: () => dispatchIn(openTab, 'transfer-ownership'),
          },
        ]
      : []),
    ...(role === 'admin' ? [leave] : []),
    {
      id: 'buy-seats',
      label: 'Buy seats',
      icon: <IconExternalLink size={size} />,
      run: () => runAction(openBilling, params),
    },
    {
      id: 'open-window',
      label: 'Open organization in a new window',
      icon: <IconAppWindow size={size} />,
      run: () => runAction(openOrganizationWindow, params),
    },
  ];
}

/** The screen or the dialog that answers the command is in the place that one goes to first. */
function dispatchIn(go: () => void, command: string): void {
  go();
  dispatchCommand(command);
}
