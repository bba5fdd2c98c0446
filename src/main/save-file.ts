import { join, dirname, extname } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { WebContents } from 'electron';
import type { SaveOutcome } from '#contract/admin-bridge';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';
import { fileFault } from './file-fault.ts';
import { safeFileName } from './file-name.ts';
import { writeWholeFile } from './whole-file.ts';

/** Where the last file went: the next one is offered the same folder. */
let lastFolder: string | undefined;

/**
 * Asks where to, and writes the file there.
 *
 * @param caller the page that asks; the dialog belongs to its window
 * @param open called once it is known where to
 * @throws BridgeProblemError when it could not be written; nothing half is left then
 */
export async function saveFile(
  caller: WebContents,
  suggestedName: string,
  open: () => Promise<AsyncIterable<Uint8Array | string>>,
): Promise<SaveOutcome> {
  const name = safeFileName(suggestedName, 'FastLinkIt.csv');
  const ending = extname(name).slice(1);
  const options = {
    defaultPath: join(lastFolder ?? app.getPath('downloads'), name),
    filters: ending === '' ? [] : [{ name: ending.toUpperCase(), extensions: [ending] }],
  };
  const window = BrowserWindow.fromWebContents(caller);
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  if (canceled || filePath === '') return { saved: false };
  const content = await open();
  try {
    await writeWholeFile(filePath, content);
  } catch (error) {
    if (problemOf(error) !== undefined) throw error;
    throw new BridgeProblemError({ code: 'internal', detail: fileFault(error) }, { cause: error });
  }
  lastFolder = dirname(filePath);
  return { saved: true };
}
