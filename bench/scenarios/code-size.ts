import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import type { Scenario } from '../harness/scenario.ts';

const limit = 260;
const out = join(projectFolder, 'out');

/**
 * What main loads only when the first screen is painted (`loadBackend` and `loadLazyHandlers` in `src/main/start.ts`), or when a
 * link is opened. Every other import of main counts, also the dynamic ones: they are under way while the window is created.
 */
const afterPaint = new Set(['backend', 'device-memory', 'lazy-handlers', 'open-work', 'external-link']);

/** How much code is loaded before the organization is painted. */
export const scenario: Scenario = {
  title: "the app's own code (renderer, main, preload) on the start-up path",
  baseline: '',
  goal: `≤ ${limit} kB gzip`,
  measure() {
    const page = readFileSync(join(out, 'renderer/index.html'), 'utf8');
    const scripts = [...page.matchAll(/<script[^>]+src="([^"]+)"/g)].map(named);
    const renderer = withImports('renderer', scripts, staticImports);
    const styles = [...page.matchAll(/<link rel="stylesheet"[^>]+href="([^"]+)"/g)].map(named);
    const main = withImports('main', ['index.js'], importsBeforePaint);
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
      note: 'what the page and main load before the first paint, by the files’ own imports',
    });
  },
};

const named = ([, path = '']: RegExpMatchArray): string => path.replace(/^\.?\//, '');

/** The files and all that they import, directly or by one another. */
function withImports(part: string, files: string[], importsOf: (code: string) => string[]): string[] {
  const all = new Set(files);
  for (const file of all) {
    const folder = posix.dirname(file);
    for (const path of importsOf(readFileSync(join(out, part, file), 'utf8')))
      all.add(posix.join(folder, path));
  }
  return [...all];
}

function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:from|import)\s*["'`](\.{1,2}\/[\w./-]+\.js)["'`]/g)].map(
    ([, path = '']) => path,
  );
}

function dynamicImports(code: string): string[] {
  return [...code.matchAll(/import\(\s*["'`](\.{1,2}\/[\w./-]+\.js)["'`]/g)].map(([, path = '']) => path);
}

function importsBeforePaint(code: string): string[] {
  const dynamic = dynamicImports(code).filter((path) => !afterPaint.has(chunkName(path)));
  return [...staticImports(code), ...dynamic];
}

/** The name of a file without the hash that the build adds: `backend` of `chunks/backend-LwaOIGYf.js`. */
function chunkName(path: string): string {
  return posix.basename(path, '.js').slice(0, -'-LwaOIGYf'.length);
}

function kilobytes(part: string, files: string[]): number {
  const bytes = files.map((file) => gzipSync(readFileSync(join(out, part, file)), { level: 9 }).length);
  return bytes.reduce((sum, one) => sum + one, 0) / 1000;
}
