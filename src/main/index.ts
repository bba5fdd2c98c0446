import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { ownPage, registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { createAppearance } from './appearance.ts';
import type { Channels } from './channels.ts';
import { openLog } from './log.ts';
import type { Log } from './log.ts';
import { installMenu } from './menu.ts';
import { guardNavigation } from './navigation.ts';
import { denyNetwork, denyPermissions } from './permissions.ts';
import { openPreferences } from './preferences.ts';
import { recoverWindow } from './recovery.ts';
import { createWindow, focusWindow } from './window.ts';

// One process for each profile: a second one only brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  prepare();
} else {
  app.quit();
}

/** What has to be said before Electron is ready. */
function prepare(): void {
  const profile = app.getPath('userData');
  const log = openLog(join(profile, 'logs', 'main.log'));
  process.on('uncaughtException', (error) => log.error('main.uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('main.unhandled', { error }));
  registerAppScheme();
  guardNavigation(log);
  // Without it Electron makes a menu of its own first.
  Menu.setApplicationMenu(null);
  // Not awaited: Electron is not ready before this file has run to its end.
  void app.whenReady().then(() => start(profile, log));
}

/** Opens the window as early as can be; what answers it is loaded while its page is. */
function start(profile: string, log: Log): void {
  const preferences = openPreferences(join(profile, 'preferences.json'), log);
  const appearance = createAppearance(preferences);
  denyPermissions(session.defaultSession);
  if (!ownPage.isRemote) denyNetwork(session.defaultSession);

  let window: BrowserWindow | undefined;
  const opened = Promise.withResolvers<Channels>();
  serveAppScheme(opened.promise.then(() => undefined));

  function openWindow(): void {
    const created = createWindow(preferences);
    window = created;
    recoverWindow(created, log);
    created.webContents.on('did-finish-load', () => {
      void opened.promise.then((channels) => channels.pageLoaded());
    });
    created.once('closed', () => {
      window = undefined;
    });
  }

  function showWindow(): void {
    if (window === undefined) openWindow();
    else focusWindow(window);
  }

  openWindow();
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  import('./channels.ts').then(
    ({ openChannels }) =>
      opened.resolve(
        openChannels({ log, preferences, appearance, reloadWindow: () => window?.webContents.reload() }),
      ),
    (error: unknown) => {
      log.error('main.not_started', { error });
      dialog.showErrorBox('FastLinkIt Admin cannot start', 'Its files are damaged. Install it again.');
      app.exit(1);
    },
  );
  installMenu(appearance);
  app.setAboutPanelOptions({ applicationName: app.getName(), applicationVersion: app.getVersion() });
}
