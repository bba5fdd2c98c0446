import { Notification } from 'electron';
import type { AppLocation, SessionState } from '#contract/bridge/types';
import type { LiveEvent } from '#contract/live/api';
import { readPreferences } from '../preferences/preferences.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { setBadge } from './badge.ts';
import { createNotificationBatcher, messageOf } from './notification-batcher.ts';
import type { NotificationBatch } from './notification-batcher.ts';

export interface Notifications {
  add(event: LiveEvent): void;
  /** Removes all notifications and the badge. */
  clear(): void;
}

export interface NotificationsOptions {
  /** What the windows show, and how a click shows a location. */
  windows: {
    isInFront(organizationId: string): boolean;
    isOpen(organizationId: string): boolean;
    navigateTo(location: AppLocation): void;
  };
  preferences: PreferenceStore;
  session: () => SessionState;
}

/**
 * Shows native notifications for events in the user's organizations, unless a window of the organization is in front
 * or the user has turned this kind off.
 */
export function createNotifications({ windows, preferences, session }: NotificationsOptions): Notifications {
  // Electron drops a notification that nothing refers to, and its click handler with it.
  const shown = new Set<Notification>();

  function show(batch: NotificationBatch): void {
    const { kind, organizationId, location } = batch;
    const state = session();
    if (state.status !== 'signed-in' || !Notification.isSupported()) return;
    if (!readPreferences(preferences).notifications[kind] || windows.isInFront(organizationId)) return;
    const membership = state.memberships.find((one) => one.organizationId === organizationId);
    // Support staff receive the events of every organization, but are notified only of those that they have open.
    if (membership === undefined && !windows.isOpen(organizationId)) return;
    const notification = new Notification(messageOf(batch, membership?.organizationName));
    shown.add(notification);
    notification.on('click', () => {
      shown.delete(notification);
      if (session().status === 'signed-in') windows.navigateTo(location);
    });
    notification.on('close', () => shown.delete(notification));
    notification.show();
  }

  const batcher = createNotificationBatcher(show);
  return {
    add: (event) => batcher.add(event),
    clear() {
      batcher.clear();
      for (const notification of shown) notification.close();
      shown.clear();
      setBadge(0);
    },
  };
}
