// npm run tour: plays the whole story in the real app and the real Chromium, on a virtual display where there is none.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { endOf } from './setup/child.mjs';
import { hasDisplay, startVirtualDisplay } from './setup/display.mjs';
import { node, projectFolder, toolEnvironment } from './setup/paths.mjs';
import { runMain } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * Sets up, builds, and plays the tour.
 *
 * @param {readonly string[]} [parameters] `--pictures` renews the pictures of the README
 * @returns {Promise<number>} 0 only if every step did what it says
 */
export async function playTour(parameters = []) {
  const virtual = !hasDisplay();
  await setUp({ display: virtual, browser: true });
  await ensureBuilt(['app', 'backend']);
  const display = virtual ? await startVirtualDisplay() : undefined;
  try {
    const story = spawn(node, [join(projectFolder, 'scripts/tour/tour.ts'), ...parameters], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment(display?.environment),
      // In a group of its own: Ctrl+C reaches this process alone, which then ends the story in order.
      detached: true,
    });
    return await endOf(story);
  } finally {
    display?.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(() => playTour(process.argv.slice(2)));
