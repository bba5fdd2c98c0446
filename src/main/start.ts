import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { app, dialog, Menu, safeStorage, session as electronSession } from 'electron';
import type { Backend, BackendOptions } from './backend/backend.ts';
import { findDeepLink } from './deep-links/deep-link.ts';
import { receiveDeepLinks } from './deep-links/receive-deep-links.ts';
import { openLog } from './diagnostics/log.ts';
import type { Log } from './diagnostics/log.ts';
import { openJsonStore } from './files/json-store.ts';
import { limitHeaps } from './heap-limits.ts';
import { answerCalls } from './ipc/answer-calls.ts';
import type { Handlers } from './ipc/answer-calls.ts';
import type { AppSession } from './open-session.ts';
import { createAppearance } from './preferences/appearance.ts';
import { isTrustworthy } from './session/keychain.ts';
import { watchKeychain } from './session/linux-keyring.ts';
import { registerAppScheme, renderer, serveAppScheme } from './window/app-scheme.ts';
import { denyNavigation, denyNetwork, denyPermissions } from './window/hardening.ts';
import { installMenu } from './window/menu.ts';
import { broadcast } from './window/window.ts';
import { createWindows } from './window/windows.ts';

/*
 * The start of the app, in the order in which it happens. The user waits for the first screen, so each step loads only
 * what it needs, and everything else loads after it:
 *
 * 1. `start`: what Electron must know before it is ready.
 * 2. `openFirstWindow`: the window. Its renderer process takes longest to start, so nothing comes before it that the
 *    window does not need.
 * 3. `loadSession`: the session and the handlers of the first screen's calls, while the renderer process starts.
 * 4. `loadBackend` and `loadLazyHandlers`: what talks to the server, and the work tray, when the first screen is
 *    painted.
 *
 * A call of the renderer that comes before its handler has loaded waits for it.
 */

interface Profile {
  folder: string;
  log: Log;
  logFile: string;
}

/** Step 1, before Electron is ready. */
export function start(): void {
  const folder = app.getPath('userData');
  const logFile = join(folder, 'logs', 'main.log');
  const log = openLog(logFile);
  process.on('uncaughtException', (error) => log.error('main.uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('main.unhandled', { error }));
  // Windows identifies the app by the id that it is installed under, for notifications and the taskbar.
  if (process.platform === 'win32') app.setAppUserModelId('it.flnk.admin');
  limitHeaps();
  registerAppScheme();
  denyNavigation(log);
  // Otherwise Electron creates a default menu.
  Menu.setApplicationMenu(null);
  const ready = Promise.withResolvers<AppSession>();
  receiveDeepLinks((link) => void ready.promise.then((session) => session.openDeepLink(link)));
  // Not awaited: Electron becomes ready only after this module has run.
  void app.whenReady().then(() => openFirstWindow({ folder, log, logFile }, ready));
}

/**
 * Step 2, when Electron is ready.
 *
 * @param ready resolves with the result of step 3
 */
function openFirstWindow({ folder, log, logFile }: Profile, ready: PromiseWithResolvers<AppSession>): void {
  const preferences = openJsonStore(join(folder, 'preferences.json'), (error) =>
    log.warn('preferences.not_saved', { error }),
  );
  // Before the window, whose background depends on the theme.
  const appearance = createAppearance(preferences);
  serveAppScheme();
  const windows = createWindows({
    preferences,
    log,
    onLoaded: () => void ready.promise.then((session) => session.reconnect()),
  });
  windows.show();
  // The window's first request comes after this function has returned, so these apply to every request.
  denyPermissions(electronSession.defaultSession);
  if (!renderer.isServed) denyNetwork(electronSession.defaultSession);
  answerCalls(
    ready.promise.then(({ handlers }) => handlers),
    loadLazyHandlers(),
  );

  app.on('second-instance', (_event, args) => {
    if (findDeepLink(args) === undefined) windows.show();
  });
  app.on('activate', () => windows.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  const menu = installMenu(
    appearance,
    (command) => windows.command(command),
    () => void reloadWindow(),
  );
  app.setAboutPanelOptions({ applicationName: app.getName(), applicationVersion: app.getVersion() });

  const watchedKeychain = watchKeychain({
    safeStorage,
    platform: process.platform,
    environment: process.env,
    log,
  });
  loadSession().then(ready.resolve, (error: unknown) => {
    log.error('main.not_started', { error });
    dialog.showErrorBox('FastLinkIt Admin can’t start', 'Its files are damaged. Install it again.');
    app.exit(1);
  });
  // The first use of the keychain blocks. It is made early, while the renderer process starts.
  void watchedKeychain.checked.then(() => isTrustworthy(watchedKeychain.keychain));

  async function reloadWindow(): Promise<void> {
    const session = await ready.promise;
    if (await session.confirmLeaving('reload')) windows.reload();
  }

  /** Step 3, while the renderer process starts. */
  async function loadSession(): Promise<AppSession> {
    const { openSession } = await import('./open-session.ts');
    await watchedKeychain.checked;
    // Lets the messages of the renderer process through that came in the meantime.
    await nextTurn();
    return openSession({
      profile: folder,
      watchedKeychain,
      log,
      preferences,
      appearance,
      windows,
      menu,
      loadBackend,
    });
  }

  /** Step 4, when the first screen is painted. */
  async function loadBackend(options: BackendOptions): Promise<Backend> {
    await windows.painted;
    const [{ openBackend }, { createDeviceMemory }] = await Promise.all([
      import('./backend/backend.ts'),
      import('./session/device-memory.ts'),
    ]);
    const devices = createDeviceMemory({
      path: join(folder, 'devices'),
      keychain: watchedKeychain.keychain,
      log,
    });
    return openBackend(options, devices);
  }

  /** Step 4, when the first screen is painted. */
  async function loadLazyHandlers(): Promise<Handlers> {
    const [appSession] = await Promise.all([ready.promise, windows.painted]);
    const [{ createLazyHandlers }, { openWork }] = await Promise.all([
      import('./ipc/lazy-handlers.ts'),
      import('./work/open-work.ts'),
    ]);
    const { session, live, clock } = appSession;
    const opened = openWork({
      profile: folder,
      watchedKeychain,
      session,
      clock,
      log,
      onChange: (runs) => broadcast('work.onChange', runs),
    });
    appSession.attachWork(opened);
    const { work } = opened;
    return createLazyHandlers({ session, live, clock, work, appearance, preferences, log, logFile });
  }
}
