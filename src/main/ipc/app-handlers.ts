import { readFileSync } from 'node:fs';
import { BrowserWindow, clipboard } from 'electron';
import { z } from 'zod';
import type { LiveConnection } from '../backend/live-connection.ts';
import { readBundledPackages, readVersions } from '../diagnostics/about.ts';
import { formatDiagnostics } from '../diagnostics/diagnostics.ts';
import type { Appearance } from '../preferences/appearance.ts';
import { readPreferences } from '../preferences/preferences.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import type { Session } from '../session/session.ts';
import { noInput } from './handle.ts';
import type { Handle } from './handle.ts';

/** Longer than any key, secret or list of recovery codes. */
const maxCopyLength = 10_000;

export interface AppContext {
  session: Session;
  live: LiveConnection;
  appearance: Appearance;
  preferences: PreferenceStore;
  logFile: string;
}

/** Registers what the app says about itself, and the clipboard. */
export function registerAppHandlers(
  handle: Handle,
  { session, live, appearance, preferences, logFile }: AppContext,
): void {
  handle('app.about', noInput, () => {
    const state = session.state();
    return {
      ...readVersions(),
      server: state.status === 'signed-in' ? state.server : null,
      packages: readBundledPackages(),
    };
  });

  handle('app.copyText', z.strictObject({ text: z.string().min(1).max(maxCopyLength) }), async ({ text }) => {
    await clipboard.writeText(text);
    return null;
  });

  handle('app.copyDiagnostics', noInput, async () => {
    const text = formatDiagnostics({
      versions: readVersions(),
      session: session.state(),
      connection: live.state(),
      theme: appearance.theme(),
      preferences: readPreferences(preferences),
      windows: BrowserWindow.getAllWindows().length,
      log: readLog(logFile),
    });
    await clipboard.writeText(text);
    return null;
  });
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
