import { Readable } from 'node:stream';
import { app } from 'electron';
import { z } from 'zod';
import type { Handle } from './handle.ts';
import { saveFile } from './save-file.ts';
import { dropUnfinishedFiles } from './whole-file.ts';

const maxTextLength = 10_000_000;

export function registerFile(handle: Handle): void {
  app.on('will-quit', dropUnfinishedFiles);

  handle(
    'file.saveText',
    z.strictObject({ suggestedName: z.string().max(1000), text: z.string().max(maxTextLength) }),
    ({ suggestedName, text }, caller) =>
      saveFile(caller, suggestedName, () => Promise.resolve(Readable.from([text]))),
  );
}
