// npm run tour: plays the tour in the real app and the real Chromium, on a virtual display where there is none.
// `npm run tour -- --pictures` also renews the pictures of the README; other parameters go to Playwright.
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { hasDisplay } from './setup/display.mjs';
import { projectFolder } from './setup/paths.mjs';
import { runMain, SetupError } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';
import { runTool } from './test-run/run-tool.mjs';

const picturesOfTour = join(projectFolder, 'out/tour');
const picturesOfReadme = join(projectFolder, 'docs/images');

/**
 * Sets up, builds, and plays the tour.
 *
 * @param {readonly string[]} [parameters] `--pictures`, and what Playwright takes
 * @returns {Promise<number>} 0 only if every step passed
 */
export async function playTour(parameters = []) {
  await setUp({ display: !hasDisplay(), browser: true });
  await ensureBuilt(['app', 'backend']);
  const forPlaywright = parameters.filter((parameter) => parameter !== '--pictures');
  const { code } = await runTool(
    '@playwright/test/cli.js',
    ['test', '--config', 'test/tour/playwright.config.ts', ...forPlaywright],
    // Upon this one Playwright still closes the app and the backend.
    { signal: 'SIGINT' },
  );
  if (code === 0 && forPlaywright.length < parameters.length) renewPictures();
  return code;
}

/** Replaces each picture of the README by the tour's of the same name. */
function renewPictures() {
  const taken = readdirSync(picturesOfTour);
  for (const name of readdirSync(picturesOfReadme)) {
    const picture = taken.find((file) => file.replace(/^\d+-/, '') === name);
    if (!picture) throw new SetupError(`The tour took no picture ${name}.`);
    copyFileSync(join(picturesOfTour, picture), join(picturesOfReadme, name));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runMain(() => playTour(process.argv.slice(2)));
