import { readFileSync, realpathSync } from 'node:fs';
import { writeFileAtomically } from './atomic-write.ts';

/** Named values in one JSON file, none of them secret. Readers check the values: the user can edit the file. */
export interface JsonStore {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

/**
 * Opens a store. A file that is missing or is not a JSON object counts as empty.
 *
 * @param onWriteError called when a value could not be saved; it is then kept in memory only
 */
export function openJsonStore(path: string, onWriteError: (error: unknown) => void): JsonStore {
  const values = new Map<string, unknown>(Object.entries(readObject(path)));
  return {
    read: (name) => values.get(name),
    write(name, value) {
      if (JSON.stringify(values.get(name)) === JSON.stringify(value)) return;
      values.set(name, value);
      try {
        // The user may keep it elsewhere, behind a link.
        writeFileAtomically(realPathOf(path), `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
      } catch (error) {
        onWriteError(error);
      }
    },
  };
}

function readObject(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The path behind the symbolic links of a file of the app's own; the path itself where there is none. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
