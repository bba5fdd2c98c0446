import { dirname, extname, join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { WebContents } from 'electron';
import type { SaveResult } from '#contract/bridge/types';
import { isFileSystemError } from './file-errors.ts';
import { safeFileName } from './file-name.ts';
import { toFileError } from './save-errors.ts';
import { streamFileAtomically } from './stream-file.ts';

/** The folder of the last saved file, which the next dialog opens in. */
let lastFolder: string | undefined;

/**
 * Asks the user where to save a file, and writes it there.
 *
 * @param caller the renderer that asks; the dialog belongs to its window
 * @param open opens the content; called only when the user has chosen a place, and it can be written to
 * @throws FileError when the file could not be written, and the errors of the content; no partial file is left
 */
export async function saveFile(
  caller: WebContents,
  suggestedName: string,
  open: () => Promise<AsyncIterable<Uint8Array | string>>,
): Promise<SaveResult> {
  const name = safeFileName(suggestedName, 'FastLinkIt.csv');
  const extension = extname(name).slice(1);
  const options = {
    defaultPath: join(lastFolder ?? app.getPath('downloads'), name),
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const window = BrowserWindow.fromWebContents(caller);
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  if (canceled || filePath === '') return { saved: false };
  try {
    await streamFileAtomically(filePath, open);
  } catch (error) {
    throw isFileSystemError(error) ? toFileError(error) : error;
  }
  lastFolder = dirname(filePath);
  return { saved: true };
}
