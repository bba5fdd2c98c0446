import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Log } from '../diagnostics/log.ts';

const maxReloads = 3;
const reloadWindowMs = 60_000;

/** Reloads a window whose renderer has crashed, and asks the user about one that hangs. */
export function recoverWindow(window: BrowserWindow, log: Log): void {
  const contents = window.webContents;
  let reloads: number[] = [];

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error('window.page_gone', { reason, exitCode });
    const now = performance.now();
    if (allowsReload(reloads, now)) {
      reloads = [...reloads, now];
      contents.reload();
    } else {
      void askAfterCrashes();
    }
  });

  async function askAfterCrashes(): Promise<void> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window has stopped working several times.',
      detail: 'You’re still signed in. Reload the window, or quit and start the app again.',
      buttons: ['Reload', 'Quit'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response === 1) app.quit();
    else if (!window.isDestroyed()) contents.reload();
  }

  window.on('unresponsive', () => {
    log.error('window.hangs');
    void askAboutHang();
  });

  async function askAboutHang(): Promise<void> {
    const dismissed = new AbortController();
    const dismiss = (): void => dismissed.abort();
    window.once('responsive', dismiss);
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window isn’t responding.',
      detail: 'Wait for it, or reload it. You’ll stay signed in.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal: dismissed.signal,
    });
    window.off('responsive', dismiss);
    // A renderer that hangs cannot be reloaded. After a crash the window reloads by itself.
    if (response === 1 && !window.isDestroyed()) contents.forcefullyCrashRenderer();
  }
}

/**
 * Whether a crashed window may be reloaded, or would keep crashing.
 *
 * @param reloads the times of its reloads so far
 */
export function allowsReload(reloads: readonly number[], now: number): boolean {
  return reloads.filter((time) => now - time < reloadWindowMs).length < maxReloads;
}
