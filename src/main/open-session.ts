import { join } from 'node:path';
import { app, powerMonitor } from 'electron';
import type { ConnectionState, SessionState } from '#contract/bridge/types';
import type { LiveEvent } from '#contract/live/api';
import type { Backend, BackendOptions } from './backend/backend.ts';
import { lazyBackend } from './backend/lazy-backend.ts';
import type { LiveConnection } from './backend/live-connection.ts';
import { createProxyPasswords } from './backend/proxy-passwords.ts';
import { createServerClock } from './backend/server-clock.ts';
import type { ServerClock } from './backend/server-clock.ts';
import type { DeepLink } from './deep-links/deep-link.ts';
import { openDeepLink } from './deep-links/open-deep-link.ts';
import type { Log } from './diagnostics/log.ts';
import type { Handlers } from './ipc/answer-calls.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createNotifications } from './notifications/notifications.ts';
import type { Appearance } from './preferences/appearance.ts';
import type { PreferenceStore } from './preferences/preferences.ts';
import { createCacheSnapshot, snapshotOwnerOf } from './session/cache-snapshot.ts';
import { createDrafts } from './session/drafts.ts';
import type { WatchedKeychain } from './session/linux-keyring.ts';
import { createSessionVault } from './session/session-vault.ts';
import { createSession } from './session/session.ts';
import type { Session } from './session/session.ts';
import type { AppMenu } from './window/menu.ts';
import { broadcast } from './window/window.ts';
import type { Windows } from './window/windows.ts';
import type { Leaving } from './work/leaving-question.ts';
import type { OpenWork } from './work/open-work.ts';

export interface OpenSessionOptions {
  profile: string;
  watchedKeychain: WatchedKeychain;
  log: Log;
  preferences: PreferenceStore;
  appearance: Appearance;
  windows: Windows;
  menu: AppMenu;
  /** Loads what talks to the server. Calls to the server wait for it. */
  loadBackend: (options: BackendOptions) => Promise<Backend>;
}

/** The session and what depends on it. */
export interface AppSession {
  session: Session;
  live: LiveConnection;
  clock: ServerClock;
  /** The handlers of the calls that the first screen makes. */
  handlers: Handlers;
  openDeepLink(link: DeepLink): void;
  /** Reconnects if the live connection is broken. */
  reconnect(): void;
  /** Connects the work tray, which loads after the first paint, with the session and the server. */
  attachWork(opened: OpenWork): void;
  /** Asks before the user leaves work that is left. @returns whether to go ahead */
  confirmLeaving(leaving: Leaving): Promise<boolean>;
}

/** Continues the saved session, and connects it with the windows, the notifications and the server. */
export function openSession(options: OpenSessionOptions): AppSession {
  const { profile, watchedKeychain, log, preferences, windows, menu, loadBackend } = options;
  const { keychain } = watchedKeychain;
  const clock = createServerClock({
    preferences,
    onOffset: (offset) => broadcast('clock.onOffset', offset),
  });
  const proxyPasswords = createProxyPasswords();
  const { client, openFile, live } = lazyBackend(
    loadBackend({ log, clock, proxyPasswords, onState, onEvent }),
  );
  /** undefined: not loaded yet, so that nothing is under way. */
  let tray: OpenWork | undefined;
  const vault = createSessionVault({ path: join(profile, 'session'), keychain, log });
  const cacheSnapshot = createCacheSnapshot({
    folder: profile,
    appVersion: app.getVersion(),
    keychain,
    log,
  });
  const drafts = createDrafts();
  const session = createSession({
    client,
    openFile,
    vault,
    preferences,
    log,
    onChange(state) {
      applyState();
      setWorkOwner(state);
      if (state.status === 'signed-out') notifications.clear();
      broadcast('session.onChange', state);
    },
    onAccess: (access) => (access === undefined ? live.stop() : live.start(access)),
  });
  const notifications = createNotifications({ windows, preferences, session: () => session.state() });
  applyState();
  watchedKeychain.onOpen(() => session.useOpenedKeychain());
  // What is new before a sleep lasts through a short one. After a long one the first thing that is done need not wait for it.
  powerMonitor.on('suspend', () => void session.renewTokens());
  powerMonitor.on('resume', () => void session.keepTokensFresh());

  function applyState(): void {
    const state = session.state();
    cacheSnapshot.setOwner(snapshotOwnerOf(state));
    drafts.setOwner(snapshotOwnerOf(state));
    windows.setSignedIn(state.status === 'signed-in');
    menu.setSignedIn(state.status === 'signed-in');
  }

  function setWorkOwner(state: SessionState): void {
    const isSignedOut = state.status === 'signed-out' && state.reason === null;
    tray?.work.setOwner(snapshotOwnerOf(state), isSignedOut);
  }

  function onState(state: ConnectionState): void {
    broadcast('live.onConnection', state);
    tray?.work.setConnected(state.status === 'connected');
  }

  const confirmLeaving: AppSession['confirmLeaving'] = async (leaving) =>
    tray === undefined || tray.confirmLeaving(leaving);

  function onEvent(event: LiveEvent): void {
    // After a reset the windows fetch all their data again.
    if (event.type === 'reset') cacheSnapshot.markStale();
    broadcast('live.onEvent', event);
    notifications.add(event);
    session.handleEvent(event).catch((error: unknown) => log.info('session.identity_not_renewed', { error }));
  }

  return {
    session,
    live,
    clock,
    handlers: createHandlers({
      ...options,
      session,
      live,
      clock,
      cacheSnapshot,
      confirmLeaving,
      proxyPasswords,
      drafts,
    }),
    openDeepLink(link) {
      openDeepLink(link, {
        session,
        navigateTo: (location) => windows.navigateTo(location),
        log,
      }).catch((error: unknown) => log.warn('deep_link.not_opened', { error }));
    },
    reconnect: () => live.wake(),
    attachWork(opened) {
      tray = opened;
      opened.work.setConnected(live.state().status === 'connected');
      setWorkOwner(session.state());
    },
    confirmLeaving,
  };
}
