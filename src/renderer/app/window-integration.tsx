import { useNavigate, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect, useEffectEvent, useState } from 'react';
import type { Command, AppLocation } from '#contract/bridge/types';
import { isolate } from '#contract/isolate';
import { useRunAction } from '../action/use-action.ts';
import { bridge, unwrap } from '../data/bridge.ts';
import { useUnreadCount } from '../inbox/use-unread-count.ts';
import { canManage, useSignedIn } from '../data/session.ts';
import { signOut } from '../session/actions/sign-out.ts';
import { dispatchCommand } from '../components/layout/view-commands.ts';
import { lazyWithPreload, preloadOnIdle } from '../lib/schedule/lazy-with-preload.ts';
import { toastError } from '../components/feedback/toast.ts';
import { useCurrentOrganization } from './use-current-organization.ts';
import { commandOfMouseButton, commandOfShortcut, focusSearch, isAllowed } from './keyboard-shortcuts.ts';

const CommandPalette = lazyWithPreload(async () => (await import('./command-palette.tsx')).CommandPalette);
const ShortcutDialog = lazyWithPreload(async () => (await import('./shortcut-dialog.tsx')).ShortcutDialog);

/** The window's keyboard shortcuts, menu commands, title, badge, and navigation requests. */
export function WindowIntegration() {
  const [open, setOpen] = useState<'palette' | 'shortcuts'>();
  const navigateTo = useNavigateTo();
  const { history } = useRouter();
  const session = useSignedIn();
  const runAction = useRunAction();
  const current = useCurrentOrganization();
  useBadge();

  function runCommand(command: Command): void {
    if (!isAllowed(command)) return;
    if (command === 'command-palette') setOpen('palette');
    else if (command === 'back') history.back();
    else if (command === 'forward') history.forward();
    else if (command === 'shortcuts') setOpen('shortcuts');
    else if (command === 'find') focusSearch();
    else if (command === 'settings') navigateTo({ screen: 'settings' });
    else if (command === 'sign-out') runAction(signOut, session);
    else if (command === 'new-organization') dispatchCommand(command);
    else invite(command);
  }

  /** Goes to the organization's screen, which has the form. */
  function invite(command: 'invite-member' | 'invite-many'): void {
    if (current === undefined || !canManage(session, current.id)) {
      toastError('You can’t invite people to this organization. Go to one that you manage.');
      return;
    }
    navigateTo({ screen: 'organization', organizationId: current.id });
    dispatchCommand(command);
  }
  const runCommandLatest = useEffectEvent(runCommand);
  const navigateToLatest = useEffectEvent(navigateTo);

  useEffect(() => bridge.window.onCommand((command) => runCommandLatest(command)), []);

  useEffect(() => {
    const unsubscribe = bridge.window.onNavigate((location) => navigateToLatest(location));
    void unwrap(bridge.window.initialLocation()).then(
      (location) => location && navigateToLatest(location),
      // Without it the window stays at its location.
      () => undefined,
    );
    return unsubscribe;
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = commandOfShortcut(event);
      if (command === undefined) return;
      event.preventDefault();
      runCommandLatest(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    // Both are prevented, so that the browser inside does not go back a second time.
    const onButton = (event: MouseEvent): void => {
      const command = commandOfMouseButton(event);
      if (command === undefined) return;
      event.preventDefault();
      if (event.type === 'mouseup') runCommandLatest(command);
    };
    for (const type of ['mousedown', 'mouseup'] as const) document.addEventListener(type, onButton);
    return () => {
      for (const type of ['mousedown', 'mouseup'] as const) document.removeEventListener(type, onButton);
    };
  }, []);

  // The palette has to be loaded before its shortcut is pressed: what the user types next is meant for it.
  useEffect(preloadOnIdle, []);

  const name = current?.name ?? '';
  useEffect(() => {
    document.title = name === '' ? 'FastLinkIt Admin' : `${isolate(name)} — FastLinkIt Admin`;
  }, [name]);

  return (
    <Suspense>
      {open === 'palette' && (
        <CommandPalette onClose={() => setOpen(undefined)} onShortcuts={() => setOpen('shortcuts')} />
      )}
      {open === 'shortcuts' && <ShortcutDialog onClose={() => setOpen(undefined)} />}
    </Suspense>
  );
}

/** Navigates to the location of a deep link, a notification or another window. */
function useNavigateTo(): (location: AppLocation) => void {
  const navigate = useNavigate();
  return (location) => {
    switch (location.screen) {
      case 'organization': {
        const { organizationId, tab, inviteId } = location;
        void navigate({
          to: '/organizations/$organizationId',
          params: { organizationId },
          search: {
            ...(tab === 'members' ? { tab } : {}),
            ...(inviteId === undefined ? {} : { invite: inviteId }),
          },
        });
        break;
      }
      case 'activity': {
        const { organizationId } = location;
        void navigate({ to: '/organizations/$organizationId/activity', params: { organizationId } });
        break;
      }
      case 'organizations':
        void navigate({ to: '/organizations' });
        break;
      case 'inbox':
        void navigate({ to: '/inbox' });
        break;
      case 'settings':
        void navigate({ to: '/settings' });
        break;
    }
  };
}

/** Shows the number of unread inbox items on the app's icon. */
function useBadge(): void {
  const { user, memberships } = useSignedIn();
  const count = useUnreadCount(user.staff || memberships.some(({ role }) => role !== 'agent'));
  useEffect(() => {
    // Some systems cannot show a badge.
    if (count !== undefined) void unwrap(bridge.window.setBadge({ count })).catch(() => undefined);
  }, [count]);
}
