import { app } from 'electron';
import type { WebContents } from 'electron';
import { ownPage } from './app-scheme.ts';
import type { Log } from './log.ts';

/** Keeps every page where it is: no window, frame or link leads anywhere, and none opens another. */
export function guardNavigation(log: Log): void {
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
    // The page may load itself anew.
    if (event.isMainFrame && isOwnPage(event.url) && isOwnPage(contents.getURL())) return;
    event.preventDefault();
    log.warn('navigation.denied', { scheme: URL.canParse(event.url) ? new URL(event.url).protocol : 'none' });
  }
}

/** Wherever within the page: what follows the `#` is its own affair. */
function isOwnPage(url: string): boolean {
  return url.split('#')[0] === ownPage.url;
}
