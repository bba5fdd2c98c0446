import type { Session } from 'electron';

/** Denies everything that a page can ask the system for, asked or merely looked up. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Cuts the page off from the network: all that it needs comes over the bridge. */
export function denyNetwork(session: Session): void {
  // It fetches dictionaries from the web.
  session.setSpellCheckerEnabled(false);
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'];
  session.webRequest.onBeforeRequest({ urls }, (_details, answer) => answer({ cancel: true }));
}
