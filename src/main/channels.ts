import { join } from 'node:path';
import { app, BrowserWindow, safeStorage } from 'electron';
import { z } from 'zod';
import type { SessionState } from '#contract/admin-bridge';
import type { LiveEvent } from '#contract/live';
import { registerApp } from './app-channels.ts';
import type { Appearance } from './appearance.ts';
import type { Backend } from './backend.ts';
import { setBadge } from './badge.ts';
import { problemOf } from './bridge-problem.ts';
import { noInput } from './channel-input.ts';
import { deedNames } from './deed-names.ts';
import type { DeepLink } from './deep-link.ts';
import { followLink } from './follow-link.ts';
import { createHandle, handleLater } from './handle.ts';
import type { Answers } from './handle.ts';
import { registerLastData } from './last-data-channels.ts';
import { createLastData } from './last-data.ts';
import type { DataOwner } from './last-data.ts';
import { collectWhenIdle } from './idle-heap.ts';
import { laterBackend } from './later-backend.ts';
import { registerLive, wakeLiveConnection } from './live.ts';
import type { Log } from './log.ts';
import { createNotifications } from './notifications.ts';
import { registerPreferences } from './preference-channels.ts';
import type { Preferences } from './preferences.ts';
import { registerSession } from './session-channels.ts';
import { createSessionVault } from './session-vault.ts';
import { createSession } from './session.ts';
import { registerWindow } from './window-channels.ts';
import { broadcast } from './window.ts';
import type { Windows } from './windows.ts';

export interface ChannelsOptions {
  log: Log;
  logFile: string;
  preferences: Preferences;
  appearance: Appearance;
  windows: Windows;
  /** Told at once, and then whenever it changes. */
  onSignedIn: (isSignedIn: boolean) => void;
}

export interface Channels {
  /** The page was loaded anew, by whatever means. */
  pageLoaded(): void;
  followLink(link: DeepLink): void;
}

/**
 * Puts together all that answers the window: the session, the way to the backend, the live connection. Loaded while
 * the window is being made, so that it keeps nobody waiting.
 */
export function openChannels(options: ChannelsOptions): Channels {
  const { log, logFile, preferences, appearance, windows, onSignedIn } = options;
  const userAgent = `FastLinkIt-Admin/${app.getVersion()} (${systemNames[process.platform] ?? process.platform})`;

  const lastData = createLastData({
    path: join(app.getPath('userData'), 'last-data'),
    appVersion: app.getVersion(),
    keychain: safeStorage,
    log,
  });

  // What a start does not need is not loaded before its first drawing is on the screen.
  const { client, openFile, live } = laterBackend(loadBackend());

  async function loadBackend(): Promise<Backend> {
    await windows.seen;
    collectWhenIdle();
    const { openBackend } = await import('./backend.ts');
    return openBackend({
      userAgent,
      log,
      onState: (state) => broadcast('live.onConnection', state),
      onEvent,
    });
  }

  function onEvent(event: LiveEvent): void {
    // From now on the windows fetch all that they show.
    if (event.type === 'reset') lastData.supersede();
    broadcast('live.onEvent', event);
    notifications.take(event);
    if (concernsIdentity(event, session.state())) {
      session
        .renewIdentity()
        .catch((error: unknown) => log.info('session.identity_not_renewed', { why: problemOf(error)?.code }));
    }
  }

  const session = createSession({
    client,
    openFile,
    vault: createSessionVault({ path: join(app.getPath('userData'), 'session'), keychain: safeStorage, log }),
    preferences,
    log,
    onChange(state) {
      const isSignedIn = state.status === 'signed-in';
      lastData.setOwner(ownerOf(state));
      if (!isSignedIn) {
        notifications.clear();
        setBadge(0, BrowserWindow.getAllWindows());
      }
      onSignedIn(isSignedIn);
      broadcast('session.onChange', state);
    },
    onAccess: (access) => (access === undefined ? live.stop() : live.start(access)),
  });

  const notifications = createNotifications({ windows, preferences, session: () => session.state() });
  onSignedIn(session.state().status === 'signed-in');
  lastData.setOwner(ownerOf(session.state()));

  const deeds = loadDeeds();

  async function loadDeeds(): Promise<Answers> {
    await windows.seen;
    const { registerDeeds } = await import('./deeds.ts');
    const answers: Answers = new Map();
    registerDeeds(createHandle(log, answers), session);
    return answers;
  }

  const handle = createHandle(log);
  registerSession(handle, session);
  registerLive(handle, live);
  registerLastData(handle, lastData);
  handleLater(deedNames, deeds);
  wakeLiveConnection(live);

  handle('appearance.theme', noInput, () => appearance.theme());
  handle(
    'appearance.setTheme',
    z.strictObject({ theme: z.enum(['light', 'dark', 'system']) }),
    ({ theme }) => {
      appearance.setTheme(theme);
      return null;
    },
  );
  appearance.onTheme((theme) => broadcast('appearance.onTheme', theme));

  registerPreferences(handle, preferences);
  registerWindow(handle, windows);
  registerApp(handle, { session, live, appearance, preferences, logFile });

  return {
    pageLoaded: () => live.wake(),
    followLink(link) {
      followLink(link, { session, windows, log }).catch((error: unknown) =>
        log.warn('link.not_followed', { error }),
      );
    },
  };
}

const systemNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS',
  linux: 'Linux',
  win32: 'Windows',
};

function ownerOf(state: SessionState): DataOwner | undefined {
  return state.status === 'signed-in' ? { server: state.server, userId: state.user.id } : undefined;
}

/** Whether the event may have changed who the signed-in person is, or where they belong. */
function concernsIdentity(event: LiveEvent, state: SessionState): boolean {
  switch (event.type) {
    case 'reset':
    case 'organization.updated':
      return true;
    case 'member.joined':
    case 'member.role_changed':
    case 'member.removed':
      return state.status === 'signed-in' && event.data.member.userId === state.user.id;
    default:
      return false;
  }
}
