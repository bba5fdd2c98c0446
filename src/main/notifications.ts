import { Notification } from 'electron';
import type { SessionState } from '#contract/admin-bridge';
import { createNotices, wordsOf } from './notices.ts';
import type { Notice, Notices } from './notices.ts';
import { readChoices } from './personal-preferences.ts';
import type { Preferences } from './preferences.ts';
import type { Windows } from './windows.ts';

export interface NotificationsOptions {
  windows: Windows;
  preferences: Preferences;
  session: () => SessionState;
}

/**
 * Shows the system's notifications for what happens in the person's organizations while no window of that
 * organization is in front, as far as they want to hear of it.
 */
export function createNotifications({ windows, preferences, session }: NotificationsOptions): Notices {
  // Electron forgets a notification that nobody holds, and with it what a click on it does.
  const shown = new Set<Notification>();

  function show(notice: Notice): void {
    const { kind, organizationId, place } = notice;
    const state = session();
    if (state.status !== 'signed-in' || !Notification.isSupported()) return;
    if (!readChoices(preferences).notifications[kind] || windows.isInFront(organizationId)) return;
    const membership = state.memberships.find((one) => one.organizationId === organizationId);
    // Support staff hear of every organization there is; they are told of those that they have open.
    if (membership === undefined && !windows.isOpen(organizationId)) return;
    const notification = new Notification(wordsOf(notice, membership?.organizationName));
    shown.add(notification);
    notification.on('click', () => {
      shown.delete(notification);
      if (session().status === 'signed-in') windows.goTo(place);
    });
    notification.on('close', () => shown.delete(notification));
    notification.show();
  }

  const notices = createNotices(show);
  return {
    take: (event) => notices.take(event),
    clear() {
      notices.clear();
      for (const notification of shown) notification.close();
      shown.clear();
    },
  };
}
