import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './file-errors.ts';

/** A full disk is no reason: what the app needs from the folder it can do without for a while. */
const passing = new Set(['ENOSPC', 'EDQUOT']);

/** Whether files can be created in the folder, which is created if it is missing. */
export function canWriteTo(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.${crypto.randomUUID()}.probe`);
    writeFileSync(probe, '');
    rmSync(probe);
    return true;
  } catch (error) {
    return passing.has(errorCode(error));
  }
}
