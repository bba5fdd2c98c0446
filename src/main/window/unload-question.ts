import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';

/**
 * Asks before a window is reloaded or closed whose renderer holds that up (`beforeunload`): it does so while it shows what is
 * shown only once.
 */
export function askBeforeUnload(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    // The answer decides about the unload, which cannot wait: the question blocks the app.
    const choice = dialog.showMessageBoxSync(window, {
      type: 'warning',
      message: 'Leave without saving what’s on the screen?',
      detail: 'It’s shown only once. Copy or save it first.',
      buttons: ['Stay', 'Leave'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (choice === 1) event.preventDefault();
  });
}
