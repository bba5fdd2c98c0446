import { readFileSync } from 'node:fs';
import { writeFileAtomically } from './atomic-file.ts';
import type { Log } from './log.ts';

/** What the app remembers of the window, the theme and the last sign-in; nothing secret. Each owner checks its own. */
export interface Preferences {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

/** Reads the file; one that is missing or not ours counts as empty. A failed write is logged, not thrown. */
export function openPreferences(path: string, log: Log): Preferences {
  const values = new Map<string, unknown>(Object.entries(readObject(path)));
  return {
    read: (name) => values.get(name),
    write(name, value) {
      if (JSON.stringify(values.get(name)) === JSON.stringify(value)) return;
      values.set(name, value);
      try {
        writeFileAtomically(path, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
      } catch (error) {
        log.warn('preferences.not_saved', { error });
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
