import {
  IconBell,
  IconBuildings,
  IconDeviceDesktop,
  IconDevices,
  IconInbox,
  IconKey,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSettings,
  IconShieldLock,
  IconSun,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRunAction } from '../action/use-action.ts';
import { dispatchCommand } from '../components/layout/view-commands.ts';
import { hasManyOrganizations, useSignedIn } from '../data/session.ts';
import { signOut } from '../session/actions/sign-out.ts';
import type { PaletteEntry } from './palette-entry.ts';
import type { PaletteInviteAction } from './palette-invite-actions.ts';
import { useOrganizationCommands } from './palette-organization-commands.tsx';
import { setTheme } from './set-theme.ts';

interface PaletteCommandsOptions {
  /** The organization in view. */
  organizationId: string | undefined;
  /** Lets the user choose the invite of an action. */
  onChooseInvite: (action: PaletteInviteAction) => void;
  onShortcuts: () => void;
}

const size = 17;

/** What stands in the settings: the id, the label, and the command that leads there. */
const inSettings = [
  ['new-api-key', 'New API key…', 'new-api-key', IconKey],
  ['api-keys', 'Go to API keys', 'section API keys', IconKey],
  ['password', 'Change password…', 'section Password', IconLock],
  ['two-factor', 'Go to two-factor sign-in', 'section Two-factor sign-in', IconShieldLock],
  ['sessions', 'Go to sessions', 'section Sessions', IconDevices],
  ['notifications', 'Go to notifications', 'section Notifications', IconBell],
] as const;

const themes = [
  ['light', 'Light theme', IconSun],
  ['dark', 'Dark theme', IconMoon],
  ['system', 'System theme', IconDeviceDesktop],
] as const;

/** The commands of the palette. */
export function usePaletteCommands(options: PaletteCommandsOptions): PaletteEntry[] {
  const { organizationId, onChooseInvite, onShortcuts } = options;
  const session = useSignedIn();
  const navigate = useNavigate();
  const runAction = useRunAction();
  const ofOrganization = useOrganizationCommands(organizationId, onChooseInvite);
  const ofMany: PaletteEntry[] = [
    {
      id: 'organizations',
      label: 'Go to all organizations',
      icon: <IconBuildings size={size} />,
      run: () => void navigate({ to: '/organizations' }),
    },
    {
      id: 'inbox',
      label: 'Go to inbox',
      icon: <IconInbox size={size} />,
      run: () => void navigate({ to: '/inbox' }),
    },
  ];
  return [
    ...ofOrganization,
    ...(hasManyOrganizations(session) ? ofMany : []),
    {
      id: 'new-organization',
      label: 'New organization…',
      icon: <IconPlus size={size} />,
      run: () => dispatchCommand('new-organization'),
    },
    {
      id: 'settings',
      label: 'Go to settings',
      icon: <IconSettings size={size} />,
      run: () => void navigate({ to: '/settings' }),
    },
    ...inSettings.map(([id, label, command, CommandIcon]) => ({
      id,
      label,
      icon: <CommandIcon size={size} />,
      run: () => {
        void navigate({ to: '/settings' });
        dispatchCommand(command);
      },
    })),
    ...themes.map(([theme, label, ThemeIcon]) => ({
      id: theme,
      label,
      icon: <ThemeIcon size={size} />,
      run: () => runAction(setTheme, theme),
    })),
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      icon: <IconKeyboard size={size} />,
      keys: '?',
      stays: true,
      run: onShortcuts,
    },
    {
      id: 'sign-out',
      label: signOut.label,
      icon: <IconLogout size={size} />,
      run: () => runAction(signOut, session),
    },
  ];
}
