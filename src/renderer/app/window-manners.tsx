import { useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useEffectEvent, useState } from 'react';
import type { Command, Place } from '#contract/admin-bridge';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { useInboxCount } from '../inbox/use-inbox-count.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { giveCommand } from '../ui/commands.ts';
import { later, loadTheRest } from '../ui/later.ts';
import { reportFailure } from '../ui/notify.ts';
import { manages, useCurrentOrganization } from './sidebar.tsx';
import { commandOfKeys, focusSearch } from './window-keys.ts';

const CommandPalette = later(async () => (await import('./command-palette.tsx')).CommandPalette);
const ShortcutSheet = later(async () => (await import('./shortcut-sheet.tsx')).ShortcutSheet);

/** What makes the page a good window: its keys, its menu, its title, its badge, and where it is sent. */
export function WindowManners() {
  const [open, setOpen] = useState<'palette' | 'shortcuts'>();
  const goTo = useGoTo();
  const session = useSignedIn();
  const signOut = useSignOut();
  const current = useCurrentOrganization();
  useBadge();

  function obey(command: Command): void {
    if (command === 'command-palette') setOpen('palette');
    else if (command === 'shortcuts') setOpen('shortcuts');
    else if (command === 'find') focusSearch();
    else if (command === 'settings') goTo({ screen: 'settings' });
    else if (command === 'sign-out') signOut();
    else if (command === 'new-organization') giveCommand(command);
    else invite(command);
  }

  /** On the screen of the organization, which is where one is taken. */
  function invite(command: 'invite-member' | 'invite-many'): void {
    if (current === undefined || !manages(session, current.id)) {
      reportFailure(
        'You are not an admin of the organization in view. Go to one that you manage to invite somebody.',
      );
      return;
    }
    goTo({ screen: 'organization', organizationId: current.id });
    giveCommand(command);
  }
  const obeyLatest = useEffectEvent(obey);
  const goToLatest = useEffectEvent(goTo);

  useEffect(() => bridge.window.onCommand((command) => obeyLatest(command)), []);

  useEffect(() => {
    const unsubscribe = bridge.window.onPlace((place) => goToLatest(place));
    void unwrap(bridge.window.place()).then(
      (place) => place && goToLatest(place),
      // Without it one begins where one was.
      () => undefined,
    );
    return unsubscribe;
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const command = commandOfKeys(event);
      if (command === undefined) return;
      event.preventDefault();
      obeyLatest(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  // Before it is asked for: what one types right after the keys is meant for what they open.
  useEffect(loadTheRest, []);

  const name = current?.name ?? '';
  useEffect(() => {
    document.title = name === '' ? 'FastLinkIt Admin' : `${name} — FastLinkIt Admin`;
  }, [name]);

  return (
    <Suspense>
      {open === 'palette' && (
        <CommandPalette onClose={() => setOpen(undefined)} onShortcuts={() => setOpen('shortcuts')} />
      )}
      {open === 'shortcuts' && <ShortcutSheet onClose={() => setOpen(undefined)} />}
    </Suspense>
  );
}

/** Goes where a link, a notification or another window leads. */
function useGoTo(): (place: Place) => void {
  const navigate = useNavigate();
  return (place) => {
    switch (place.screen) {
      case 'organization': {
        const { organizationId, tab, inviteId } = place;
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
        const { organizationId } = place;
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

/** Tells the system how many things want a look. */
function useBadge(): void {
  const { user, memberships } = useSignedIn();
  const count = useInboxCount(user.staff || memberships.some(({ role }) => role !== 'agent'));
  useEffect(() => {
    // Where the system shows no number nothing is lost.
    if (count !== undefined) void unwrap(bridge.window.setBadge({ count })).catch(() => undefined);
  }, [count]);
}
