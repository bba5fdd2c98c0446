import {
  IconBan,
  IconBuildings,
  IconDeviceDesktop,
  IconHistory,
  IconInbox,
  IconKeyboard,
  IconLogout,
  IconMailPlus,
  IconMoon,
  IconPlus,
  IconRefresh,
  IconSettings,
  IconSun,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { giveCommand } from '../ui/commands.ts';
import { reportFailure } from '../ui/notify.ts';
import type { PaletteEntry } from './palette-entry.ts';
import { manages, seesMany } from './sidebar.tsx';
import { setThemeOptions } from './theme-queries.ts';

interface PaletteCommandsOptions {
  /** The organization in view. */
  organizationId: string | undefined;
  /** Lets one choose the invite that something is done to. */
  onChooseInvite: (deed: 'resend' | 'revoke') => void;
  onShortcuts: () => void;
}

/** What can be done at any time, whatever is searched. */
export function usePaletteCommands(options: PaletteCommandsOptions): PaletteEntry[] {
  const { organizationId, onChooseInvite, onShortcuts } = options;
  const session = useSignedIn();
  const navigate = useNavigate();
  const setTheme = useMutation({
    ...setThemeOptions,
    onError: ({ problem }) => reportFailure(problemSentence(problem)),
  });
  const signOut = useSignOut();

  const entries: PaletteEntry[] = [];
  if (organizationId !== undefined && manages(session, organizationId)) {
    const params = { organizationId };
    const inOrganization = (command: string): void => {
      void navigate({ to: '/organizations/$organizationId', params });
      giveCommand(command);
    };
    entries.push(
      {
        id: 'invite',
        label: 'Invite somebody',
        icon: <IconMailPlus size={17} />,
        run: () => inOrganization('invite-member'),
      },
      {
        id: 'invite-many',
        label: 'Invite many…',
        icon: <IconMailPlus size={17} />,
        run: () => inOrganization('invite-many'),
      },
      {
        id: 'resend',
        label: 'Resend an invite…',
        icon: <IconRefresh size={17} />,
        stays: true,
        run: () => onChooseInvite('resend'),
      },
      {
        id: 'revoke',
        label: 'Revoke an invite…',
        icon: <IconBan size={17} />,
        stays: true,
        run: () => onChooseInvite('revoke'),
      },
      {
        id: 'organization',
        label: 'Go to invites',
        icon: <IconUsersGroup size={17} />,
        run: () => void navigate({ to: '/organizations/$organizationId', params }),
      },
      {
        id: 'members',
        label: 'Go to members',
        icon: <IconUsersGroup size={17} />,
        run: () =>
          void navigate({ to: '/organizations/$organizationId', params, search: { tab: 'members' } }),
      },
      {
        id: 'activity',
        label: 'Go to activity',
        icon: <IconHistory size={17} />,
        run: () => void navigate({ to: '/organizations/$organizationId/activity', params }),
      },
    );
  }
  if (seesMany(session)) {
    entries.push(
      {
        id: 'organizations',
        label: 'Go to all organizations',
        icon: <IconBuildings size={17} />,
        run: () => void navigate({ to: '/organizations' }),
      },
      {
        id: 'inbox',
        label: 'Go to the inbox',
        icon: <IconInbox size={17} />,
        run: () => void navigate({ to: '/inbox' }),
      },
    );
  }
  entries.push(
    {
      id: 'new-organization',
      label: 'New organization…',
      icon: <IconPlus size={17} />,
      run: () => giveCommand('new-organization'),
    },
    {
      id: 'settings',
      label: 'Go to settings',
      icon: <IconSettings size={17} />,
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'light',
      label: 'Light theme',
      icon: <IconSun size={17} />,
      run: () => setTheme.mutate('light'),
    },
    {
      id: 'dark',
      label: 'Dark theme',
      icon: <IconMoon size={17} />,
      run: () => setTheme.mutate('dark'),
    },
    {
      id: 'system',
      label: 'Theme of the system',
      icon: <IconDeviceDesktop size={17} />,
      run: () => setTheme.mutate('system'),
    },
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      icon: <IconKeyboard size={17} />,
      keys: '?',
      stays: true,
      run: onShortcuts,
    },
    { id: 'sign-out', label: 'Sign out', icon: <IconLogout size={17} />, run: signOut },
  );
  return entries;
}
