import { existsSync } from 'node:fs';
import { node, toolEnvironment, toolFile } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { lastLines, run } from './run.mjs';
import { systemChromium } from './system-packages.mjs';

/**
 * The options by which Playwright starts the Chromium in use: the system's own where it has one, else Playwright's.
 *
 * @returns {{ executablePath?: string }}
 */
export function chromiumLaunchOptions() {
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
