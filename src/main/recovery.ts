import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { allowsReload } from './reload-limit.ts';
import type { Log } from './log.ts';

/** Brings a window back whose page has crashed, and asks what to do about one that hangs. */
export function recoverWindow(window: BrowserWindow, log: Log): void {
  const contents = window.webContents;
  let reloads: number[] = [];

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error('window.page_gone', { reason, exitCode });
    const now = Date.now();
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
      detail: 'You stay signed in. Reload the window, or quit and start the app again.',
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
    const answered = new AbortController();
    const withdraw = (): void => answered.abort();
    window.once('responsive', withdraw);
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not respond.',
      detail: 'Wait for it, or reload it. You stay signed in.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
      signal: answered.signal,
    });
    window.off('responsive', withdraw);
    // A page that hangs cannot be reloaded; once it is gone it comes back by itself.
    if (response === 1 && !window.isDestroyed()) contents.forcefullyCrashRenderer();
  }
}
