// npm test: sets up what is missing and runs every check there is, or those whose names are given, as in
// `npm test -- types unit`. All of them run, whatever fails; the last line says `N passed, N failed`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { interruption } from './setup/child.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { projectFolder } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';
import { playwright, staticCheck, vitest } from './test-run/stages.mjs';

/** @type {Record<string, () => Promise<import('./test-run/stages.mjs').Outcome>>} */
const stages = {
  types: () => staticCheck('typescript/bin/tsc', '-b'),
  lint: () => staticCheck('oxlint/bin/oxlint'),
  format: () => staticCheck('oxfmt/bin/oxfmt', '--check'),
  build: async () => {
    await ensureBuilt(['app', 'backend']);
    return { passed: 1, failed: 0 };
  },
  unit: () => vitest('unit'),
  service: () => vitest('service'),
  api: () => vitest('api'),
  soak: () => vitest('soak'),
  web: () => playwright('web'),
  desktop: onDisplay((environment) => playwright('desktop', environment)),
};

await runMain(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in stages));
  if (unknown.length > 0)
    throw new SetupError(
      `There is no check ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`,
    );
  await setUp({ display: process.platform === 'linux', browser: true, clocks: true, keyring: true });
  mkdirSync(join(projectFolder, 'out/test-reports'), { recursive: true });

  const interrupted = interruption();
  let [passed, failed] = [0, 0];
  const summary = [];
  for (const [name, run] of Object.entries(stages)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    if (interrupted.aborted) break;
    console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
    const began = Date.now();
    const outcome = await run().catch((/** @type {unknown} */ error) => {
      console.error(error instanceof SetupError ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    passed += outcome.passed;
    failed += outcome.failed;
    const counts = `${String(outcome.passed).padStart(5)} passed, ${outcome.failed} failed`;
    summary.push(`${outcome.failed > 0 ? '✗' : '✓'} ${name.padEnd(8)} ${counts}, ${elapsed(began)}`);
  }
  console.log(`\n${summary.join('\n')}\n`);
  if (interrupted.aborted) throw new SetupError('Interrupted.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

/**
 * On Linux the windows of the tests open on a display of their own: they need one where there is none, and they
 * should not open in somebody's way.
 *
 * @template T
 * @param {(environment: Record<string, string | undefined>) => Promise<T>} work
 */
function onDisplay(work) {
  return async () => {
    const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
    try {
      return await work(display?.environment ?? {});
    } finally {
      display?.stop();
    }
  };
}
