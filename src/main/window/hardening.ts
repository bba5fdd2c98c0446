import { app } from 'electron';
import type { Session, WebContents } from 'electron';
import type { Log } from '../diagnostics/log.ts';
import { renderer } from './app-scheme.ts';

/** Denies all navigation: no link, frame or redirect leads away from the renderer, and no window is opened. */
export function denyNavigation(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => {
      log.warn('navigation.window_denied');
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => deny(event, contents));
    contents.on('will-frame-navigate', (event) => deny(event, contents));
    contents.on('will-redirect', (event) => deny(event, contents));
  });

  function deny(event: Electron.Event<{ url: string; isMainFrame: boolean }>, contents: WebContents): void {
    // The renderer may reload itself.
    if (event.isMainFrame && isRenderer(event.url) && isRenderer(contents.getURL())) return;
    event.preventDefault();
    log.warn('navigation.denied', { scheme: URL.canParse(event.url) ? new URL(event.url).protocol : 'none' });
  }
}

/** Whether the URL is the renderer's, with any fragment. */
function isRenderer(url: string): boolean {
  return url.split('#')[0] === renderer.url;
}

/** Denies every permission, whether a page requests it or only checks it. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Blocks every request of the renderer to the network. It gets all its data over the bridge. */
export function denyNetwork(session: Session): void {
  // The spell checker downloads dictionaries.
  session.setSpellCheckerEnabled(false);
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];
  session.webRequest.onBeforeRequest({ urls }, (_details, answer) => answer({ cancel: true }));
}
