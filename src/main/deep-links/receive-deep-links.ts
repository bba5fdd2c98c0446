import { app } from 'electron';
import { deepLinkScheme, findDeepLink, parseDeepLink } from './deep-link.ts';
import type { DeepLink } from './deep-link.ts';

/** Receives the links that the system hands to the app, in each of the ways that it does. */
export function receiveDeepLinks(onLink: (link: DeepLink) => void): void {
  // On macOS and Linux the package registers the scheme. On Windows the installed app does it. An app that is not
  // installed does not change the system.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(deepLinkScheme);
  // macOS. The event may come before Electron is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    onLink(parseDeepLink(url));
  });
  // Linux and Windows: an argument of a second process, if the app is running already …
  app.on('second-instance', (_event, args) => {
    const link = findDeepLink(args);
    if (link !== undefined) onLink(link);
  });
  // … otherwise an argument of this one.
  const link = findDeepLink(process.argv);
  if (link !== undefined) onLink(link);
}
