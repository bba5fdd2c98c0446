import { app, net, powerMonitor } from 'electron';
import { noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { LiveConnection } from './live-connection.ts';

/** Electron tells the main process nothing about the network coming back: it is looked at this often. */
const networkCheckMs = 1_000;

export function registerLive(handle: Handle, live: LiveConnection): void {
  handle('live.connection', noInput, () => live.state());

  handle('live.retry', noInput, () => {
    live.retry();
    return null;
  });
}

/** Tries again at once when there is reason to hope: back from sleep, back on the network, back before the screen. */
export function wakeLiveConnection(live: LiveConnection): void {
  powerMonitor.on('resume', () => live.wake());
  app.on('browser-window-focus', () => live.wake());
  let wasOnline = net.isOnline();
  setInterval(() => {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) live.wake();
    wasOnline = isOnline;
  }, networkCheckMs).unref();
}
