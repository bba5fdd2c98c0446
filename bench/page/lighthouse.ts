import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { z } from 'zod';
import { freePort } from '../../test/helpers/postgres.ts';
import { fullChromiumLaunchOptions } from '../../scripts/setup/chromium.mjs';
import { npm } from '../../scripts/setup/npm.mjs';
import { toolEnvironment } from '../../scripts/setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { lastLines, run } from '../../scripts/setup/run.mjs';

/** Fetched when it is wanted: 176 MB in 114 packages are not for everybody who installs this project. */
const version = '13.5.0';
const categories = ['performance', 'accessibility', 'best-practices'] as const;

const shape = z.object({
  categories: z.record(z.enum(categories), z.object({ score: z.number() })),
});

export type Scores = Record<(typeof categories)[number], number>;

export interface Lighthouse {
  /** Visits the page once, as a phone on a slow network, in a Chromium that has not seen it before. */
  visit: (url: string) => Promise<Scores>;
  close: () => Promise<void>;
}

/** @throws Error when it cannot be fetched */
export async function openLighthouse(): Promise<Lighthouse> {
  const folder = temporaryFolder('fastlinkit-bench-lighthouse');
  const { code, output } = await npm([
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `lighthouse@${version}`,
  ]);
  if (code !== 0) {
    removeFolder(folder);
    throw new Error(`lighthouse could not be fetched:\n${lastLines(output)}`);
  }
  const port = await freePort();
  const browser = await chromium.launch({
    ...fullChromiumLaunchOptions(),
    args: [`--remote-debugging-port=${port}`],
  });
  return {
    async visit(url) {
      const report = join(folder, 'report.json');
      const visit = () =>
        run(
          join(folder, 'node_modules/.bin/lighthouse'),
          [
            url,
            `--port=${port}`,
            '--output=json',
            `--output-path=${report}`,
            `--only-categories=${categories.join(',')}`,
            '--no-enable-error-reporting',
            '--quiet',
          ],
          { env: toolEnvironment() },
        );
      let visited = await visit();
      // It says itself now and then that it has missed the beginning: such a visit has no scores.
      for (let more = 2; visited.code !== 0 && more > 0; more -= 1) visited = await visit();
      if (visited.code !== 0) throw new Error(lastLines(visited.output));
      const { categories: scores } = shape.parse(JSON.parse(await readFile(report, 'utf8')));
      return {
        performance: scores.performance.score * 100,
        accessibility: scores.accessibility.score * 100,
        'best-practices': scores['best-practices'].score * 100,
      };
    },
    async close() {
      await browser.close();
      removeFolder(folder);
    },
  };
}
