import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { app, dialog, Menu, safeStorage, session } from 'electron';
import { ownPage, registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { createAppearance } from './appearance.ts';
import type { Channels } from './channels.ts';
import { deepLinkAmong, deepLinkScheme, parseDeepLink } from './deep-link.ts';
import type { DeepLink } from './deep-link.ts';
import { isTrustworthy } from './keychain.ts';
import { openLog } from './log.ts';
import type { Log } from './log.ts';
import { installMenu } from './menu.ts';
import { guardNavigation } from './navigation.ts';
import { denyNetwork, denyPermissions } from './permissions.ts';
import { openPreferences } from './preferences.ts';
import { createWindows } from './windows.ts';

/**
 * V8 lets a small heap grow to a multiple of what is in it before it looks for garbage: an app that is open all day, and
 * draws lists anew all the time, held half as much again as it needed (098). The page, which collects by itself while it is in use
 * (`page-heap.ts`), is to leave most of it to that. Not `--optimize-for-size`: with it a page hung now and then, for ever.
 */
const thriftyHeap = { page: '--heap-growing-percent=150', main: '--heap-growing-percent=20' };
/** The space for new objects: the page's is not there yet and gets a limit, the main process's is as small as it began. */
const smallNewSpace = { page: '--max-semi-space-size=2', main: '--semi-space-growth-factor=1' };
const pageCollects = '--expose-gc';

// One process for each profile: a second one only hands over what it was started with.
if (app.requestSingleInstanceLock()) {
  prepare();
} else {
  app.quit();
}

/** What has to be said before Electron is ready. */
function prepare(): void {
  const profile = app.getPath('userData');
  const logFile = join(profile, 'logs', 'main.log');
  const log = openLog(logFile);
  process.on('uncaughtException', (error) => log.error('main.uncaught', { error }));
  process.on('unhandledRejection', (error) => log.error('main.unhandled', { error }));
  // Notifications and the taskbar of Windows know the app by the name that it is installed under.
  if (process.platform === 'win32') app.setAppUserModelId('it.flnk.admin');
  app.commandLine.appendSwitch('js-flags', `${thriftyHeap.page} ${smallNewSpace.page} ${pageCollects}`);
  for (const flag of [thriftyHeap.main, smallNewSpace.main]) setFlagsFromString(flag);
  registerAppScheme();
  guardNavigation(log);
  // Without it Electron makes a menu of its own first.
  Menu.setApplicationMenu(null);
  const opened = Promise.withResolvers<Channels>();
  takeLinks((link) => void opened.promise.then((channels) => channels.followLink(link)));
  // Not awaited: Electron is not ready before this file has run to its end.
  void app.whenReady().then(() => start({ profile, logFile, log, opened }));
}

/** Takes links from the system, however it hands them over. */
function takeLinks(follow: (link: DeepLink) => void): void {
  // macOS and Linux learn from the package which links are the app's; Windows must be told. What is not installed
  // leaves the system as it is.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(deepLinkScheme);
  // macOS; it may come before Electron is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(parseDeepLink(url));
  });
  app.on('second-instance', (_event, args) => {
    const link = deepLinkAmong(args);
    if (link !== undefined) follow(link);
  });
  const link = deepLinkAmong(process.argv);
  if (link !== undefined) follow(link);
}

interface Prepared {
  profile: string;
  logFile: string;
  log: Log;
  /** Kept once there is somebody who answers the windows. */
  opened: PromiseWithResolvers<Channels>;
}

/** Opens the window before anything else; what answers it is loaded while its page is. */
function start({ profile, logFile, log, opened }: Prepared): void {
  const preferences = openPreferences(join(profile, 'preferences.json'), log);
  const appearance = createAppearance(preferences);
  serveAppScheme(opened.promise);
  const windows = createWindows({
    preferences,
    log,
    onLoaded: () => void opened.promise.then((channels) => channels.pageLoaded()),
  });
  windows.show();
  // The window has loaded nothing yet, and does not before this function has returned.
  denyPermissions(session.defaultSession);
  if (!ownPage.isRemote) denyNetwork(session.defaultSession);
  app.on('second-instance', (_event, args) => {
    if (deepLinkAmong(args) === undefined) windows.show();
  });
  app.on('activate', () => windows.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  const menu = installMenu(appearance, (command) => windows.command(command));
  app.setAboutPanelOptions({ applicationName: app.getName(), applicationVersion: app.getVersion() });
  load().then(opened.resolve, (error: unknown) => {
    log.error('main.not_started', { error });
    dialog.showErrorBox('FastLinkIt Admin cannot start', 'Its files are damaged. Install it again.');
    app.exit(1);
  });

  // The keychain takes its time, in which the page's process comes up.
  isTrustworthy(safeStorage);

  async function load(): Promise<Channels> {
    const { openChannels } = await import('./channels.ts');
    // What the page's process waits for comes between.
    await nextTurn();
    return openChannels({
      log,
      logFile,
      preferences,
      appearance,
      windows,
      onSignedIn: (isSignedIn) => {
        windows.setSignedIn(isSignedIn);
        menu.setSignedIn(isSignedIn);
      },
    });
  }
}
