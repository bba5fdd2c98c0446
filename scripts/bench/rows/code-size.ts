import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../../setup/paths.mjs';
import type { Row } from '../row.ts';

const limit = 260;
const out = join(projectFolder, 'out');

/** How much code has to be read before somebody sees the organization. */
export const row: Row = {
  what: "the app's own code (renderer, main, preload) on the start-up path",
  beside: '',
  goal: `≤ ${limit} kB gzip`,
  measure() {
    const page = readFileSync(join(out, 'renderer/index.html'), 'utf8');
    const renderer = withImports('renderer', [...page.matchAll(/<script[^>]+src="([^"]+)"/g)].map(named));
    const styles = [...page.matchAll(/<link rel="stylesheet"[^>]+href="([^"]+)"/g)].map(named);
    // What answers the window is loaded by main at once, while the window is made.
    const main = ['index.js', ...readdirSync(join(out, 'main/chunks')).map((name) => `chunks/${name}`)];
    const sizes = {
      renderer: kilobytes('renderer', renderer),
      main: kilobytes('main', main),
      preload: kilobytes('preload', ['index.cjs']),
    };
    const total = sizes.renderer + sizes.main + sizes.preload;
    return Promise.resolve({
      figures: [
        { name: 'in all', value: total, unit: 'kB' },
        ...Object.entries(sizes).map(([name, value]) => ({ name, value, unit: 'kB' })),
        { name: 'besides, styles', value: kilobytes('renderer', styles), unit: 'kB' },
      ],
      met: total <= limit,
      note: 'what the page and main load before the first drawing, by the files’ own imports',
    });
  },
};

const named = ([, path = '']: RegExpMatchArray): string => path.replace(/^\.?\//, '');

/** The files and all that they import at once; what they import later does not count. */
function withImports(part: string, files: string[]): string[] {
  const all = [...files];
  for (const file of all) {
    const code = readFileSync(join(out, part, file), 'utf8');
    for (const [, path = ''] of code.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
      const imported = `assets/${path}`;
      if (!all.includes(imported)) all.push(imported);
    }
  }
  return all;
}

function kilobytes(part: string, files: string[]): number {
  const bytes = files.map((file) => gzipSync(readFileSync(join(out, part, file)), { level: 9 }).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1000;
}
