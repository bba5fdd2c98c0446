import { app, BrowserWindow, dialog } from 'electron';
import { leavingQuestion } from './leaving-question.ts';
import type { Leaving } from './leaving-question.ts';
import type { Work } from './work.ts';

/** Asks before the user leaves work that is left. @returns whether to go ahead */
export type ConfirmLeaving = (leaving: Leaving) => Promise<boolean>;

/**
 * Asks before the app quits or its last window is closed, from now on.
 *
 * @returns what asks before anything else that leaves work
 */
export function guardWork(work: Work): ConfirmLeaving {
  /** The user has answered that the app may quit. */
  let isQuitting = false;
  let isAsking = false;

  async function confirmLeaving(leaving: Leaving): Promise<boolean> {
    const question = leavingQuestion(leaving, work.left(), work.isKept());
    if (question === undefined) return true;
    const { message, detail, confirmLabel } = question;
    const options = {
      type: 'question' as const,
      message,
      detail,
      buttons: [confirmLabel, 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    const { response } = await (window === undefined
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    return response === 0;
  }

  function askToQuit(event: { preventDefault: () => void }): void {
    if (isQuitting || work.left().size === 0) return;
    event.preventDefault();
    if (!isAsking) void quitIfConfirmed();
  }

  async function quitIfConfirmed(): Promise<void> {
    isAsking = true;
    isQuitting = await confirmLeaving('quit');
    isAsking = false;
    if (isQuitting) app.quit();
  }

  function guardWindow(window: BrowserWindow): void {
    window.on('close', (event) => {
      // On macOS the app goes on without a window.
      if (process.platform !== 'darwin' && BrowserWindow.getAllWindows().length === 1) askToQuit(event);
    });
  }

  app.on('before-quit', askToQuit);
  app.on('will-quit', () => work.save());
  for (const window of BrowserWindow.getAllWindows()) guardWindow(window);
  app.on('browser-window-created', (_event, window) => guardWindow(window));
  return confirmLeaving;
}
