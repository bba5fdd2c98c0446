import { readFileSync } from 'node:fs';
import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, clipboard } from 'electron';
import { z } from 'zod';
import type { About } from '#contract/admin-bridge';
import type { Appearance } from './appearance.ts';
import { readBundledPackages } from './bundled-packages.ts';
import { noInput } from './channel-input.ts';
import { describeDiagnosis } from './diagnostics.ts';
import type { Handle } from './handle.ts';
import type { LiveConnection } from './live-connection.ts';
import { readChoices } from './personal-preferences.ts';
import type { Preferences } from './preferences.ts';
import type { Session } from './session.ts';

/** More than any key, secret or list of codes. */
const longestCopy = 10_000;

export interface AppContext {
  session: Session;
  live: LiveConnection;
  appearance: Appearance;
  preferences: Preferences;
  logFile: string;
}

export function registerApp(
  handle: Handle,
  { session, live, appearance, preferences, logFile }: AppContext,
): void {
  handle('app.about', noInput, () => {
    const state = session.state();
    return {
      ...versions(),
      server: state.status === 'signed-in' ? state.server : null,
      packages: readBundledPackages(
        ['main', 'renderer'].map((part) => join(app.getAppPath(), 'out', part, 'packages.json')),
      ),
    };
  });

  handle('app.copyText', z.strictObject({ text: z.string().min(1).max(longestCopy) }), async ({ text }) => {
    await clipboard.writeText(text);
    return null;
  });

  handle('app.copyDiagnostics', noInput, async () => {
    const text = describeDiagnosis({
      about: versions(),
      session: session.state(),
      connection: live.state(),
      theme: appearance.theme(),
      preferences: readChoices(preferences),
      windows: BrowserWindow.getAllWindows().length,
      log: readLog(logFile),
    });
    await clipboard.writeText(text);
    return null;
  });
}

function versions(): Pick<About, 'app' | 'electron' | 'chromium' | 'node' | 'os'> {
  const { electron, chrome: chromium, node } = process.versions;
  return { app: app.getVersion(), electron, chromium, node, os: `${type()} ${release()} (${arch()})` };
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
