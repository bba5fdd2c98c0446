import { existsSync } from 'node:fs';
import { node, toolEnvironment, toolFile } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { lastLines, run } from './run.mjs';
import { systemChromium, systemHeadlessChromium } from './system-packages.mjs';

/** Says that a person wants to see the windows. */
export const watchedVariable = 'FASTLINKIT_TEST_WATCHED';

/**
 * The options by which Playwright starts a Chromium that nobody sees: the system's own where it has one, else Playwright's.
 *
 * @returns {{ executablePath?: string }}
 */
export function chromiumLaunchOptions() {
  const isWatched = process.env[watchedVariable] !== undefined;
  const executablePath = (isWatched ? undefined : systemHeadlessChromium()) ?? systemChromium();
  return executablePath ? { executablePath } : {};
}

/**
 * The same for a Chromium with all that people have, as its settings.
 *
 * @returns {{ executablePath?: string }}
 */
export function fullChromiumLaunchOptions() {
  const executablePath = systemChromium();
  return executablePath ? { executablePath } : {};
}

/**
 * Makes sure of a Chromium where no system package gives one: Playwright's own build.
 *
 * @throws {SetupError} when it cannot be downloaded
 */
export async function ensureChromium() {
  if (systemChromium()) return;
  const { chromium } = await import('playwright');
  if (existsSync(chromium.executablePath())) return;
  await step('Downloading Chromium', async () => {
    const { code, output } = await run(node, [toolFile('playwright/cli.js'), 'install', 'chromium'], {
      env: toolEnvironment(),
    });
    if (code !== 0)
      throw new SetupError(
        `Chromium could not be downloaded. Install Chromium or Chrome:\n${lastLines(output)}`,
      );
  });
}
