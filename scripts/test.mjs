// npm test: sets up what is missing and runs every check there is. `npm test -- types unit` runs those that are named;
// `npm test -- api invite-revoke.test -t revokes` and `npm test -- desktop invite.spec -g resends` hand what follows the one
// name to its runner (Vitest, Playwright). All checks run, even if one fails; the last line says `N passed, N failed`.
// `--slowest` prints which files and tests took longest; out/test-reports/slowest.md has more of them in any case.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { interruption } from './setup/child.mjs';
import { projectFolder } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { setUp } from './setup/setup.mjs';
import { chooseStages } from './test-run/choose-stages.mjs';
import { slowest } from './test-run/reports.mjs';
import { clearRetries, describeRetries, readRetries } from './test-run/retries.mjs';
import { playwright, staticCheck, sum, vitest } from './test-run/stages.mjs';

/** @typedef {import('./test-run/stages.mjs').StageResult} StageResult */

/**
 * Real servers, browsers and windows on a machine that does other things too: a test that fails is tried once more, and
 * one that passes then is named at the end. See decision 109.
 */
const onServers = { attempts: 2 };
/** With more the suite is not to be believed. */
const mostRetriedTests = 5;

/** @type {Record<string, (parameters: readonly string[]) => Promise<StageResult>>} */
const stages = {
  types: () => staticCheck('typescript/bin/tsc', '-b'),
  lint: async () =>
    sum([
      await staticCheck('oxlint/bin/oxlint'),
      await staticCheck('knip/bin/knip.js'),
      await staticCheck(join(projectFolder, 'scripts/lint/vocabulary.mjs')),
    ]),
  format: () => staticCheck('oxfmt/bin/oxfmt', '--check'),
  build: async () => {
    await ensureBuilt(['app', 'backend']);
    return { passed: 1, failed: 0 };
  },
  unit: (parameters) => vitest('unit', parameters),
  service: (parameters) => vitest('service', parameters, onServers),
  api: (parameters) => built(['backend'], () => vitest('api', parameters, onServers)),
  soak: (parameters) => built(['app', 'backend'], () => vitest('soak', parameters, onServers)),
  web: (parameters) => built(['backend'], () => playwright('web', parameters, onServers)),
  desktop: (parameters) => built(['app', 'backend'], () => playwright('desktop', parameters, onServers)),
};

/** They take no parameters and run at the same time: each of them leaves a core idle now and then. */
const staticStages = ['types', 'lint', 'format', 'build'];

await runMain(async () => {
  const { names, parameters, showSlowest } = chooseStages(process.argv.slice(2), {
    all: Object.keys(stages),
    withoutParameters: staticStages,
  });
  await setUp({ display: process.platform === 'linux', browser: true, clocks: true, keyring: true });
  mkdirSync(join(projectFolder, 'out/test-reports'), { recursive: true });
  clearRetries();

  const began = Date.now();
  const interrupted = interruption();
  /** @type {StageResult[]} */
  const results = [];
  /** @type {string[]} */
  const summary = [];
  /** @param {string} name */
  const runStage = async (name) => {
    const stageBegan = Date.now();
    const result = await stages[name]?.(parameters).catch((/** @type {unknown} */ error) => {
      console.error(error instanceof SetupError ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    if (result === undefined) throw new Error(`there is no stage ${name}`);
    results.push(result);
    const counts = `${String(result.passed).padStart(5)} passed, ${result.failed} failed`;
    summary.push(`${result.failed > 0 ? '✗' : '✓'} ${name.padEnd(8)} ${counts}, ${elapsed(stageBegan)}`);
  };
  const testStages = Object.keys(stages).filter((name) => !staticStages.includes(name));
  for (const group of [staticStages, ...testStages.map((name) => [name])]) {
    const chosen = group.filter((name) => names.includes(name));
    if (chosen.length === 0 || interrupted.aborted) continue;
    const title = chosen.join(', ');
    console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))}`);
    await Promise.all(chosen.map(runStage));
  }
  const { passed, failed } = sum(results);

  writeFileSync(join(projectFolder, 'out/test-reports/slowest.md'), `${slowest(names, 50)}\n`);
  if (showSlowest) console.log(`\n${slowest(names, 10)}`);
  console.log(`\n${summary.join('\n')}\n\nIn ${elapsed(began)}.`);
  const retries = readRetries();
  console.log(describeRetries(retries));
  if (interrupted.aborted) throw new SetupError('Interrupted.');
  const tooMany = retries.filter(({ what }) => what === 'test').length > mostRetriedTests;
  if (tooMany) console.log(`More than ${mostRetriedTests} tests passed only at the second attempt.`);
  console.log(`${passed} passed, ${failed + (tooMany ? 1 : 0)} failed`);
  return failed > 0 || tooMany ? 1 : 0;
});

/**
 * Builds what is stale of that which the tests start.
 *
 * @param {('app' | 'backend')[]} parts
 * @param {() => Promise<StageResult>} run
 */
async function built(parts, run) {
  await ensureBuilt(parts);
  return run();
}
