// npm run guard-tests: removes each check of test/guard-tests from a copy of the tree, one at a time, and sees the tests
// with its tag fail. `npm run guard-tests -- 24 31 clickjacking`: those of some promises, or with these words. Prints a
// table, writes it to out/guard-tests/, and exits 1 when no test noticed that a check was gone.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { Copy } from './guard-tests/copy.mjs';
import { GuardTestError } from './guard-tests/find-check.mjs';
import { findTaggedTests } from './guard-tests/find-tests.mjs';
import { runTests } from './guard-tests/run-tests.mjs';
import { interruption } from './setup/child.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { node, projectFolder } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { run } from './setup/run.mjs';
import { setUp } from './setup/setup.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

/**
 * @typedef {import('./guard-tests/find-check.mjs').GuardTest} GuardTest
 * @typedef {import('./guard-tests/find-tests.mjs').TestFile} TestFile
 * @typedef {{ guardTest: GuardTest, tests: TestFile }} Trial a check and one file with tests of it
 * @typedef {{ noticed: boolean, outcome: string }} Verdict
 */

/** What has to be built before the tests of a project run. @type {Record<string, ('app' | 'backend')[]>} */
const needs = { unit: [], service: [], desktop: ['app', 'backend'] };

const reportFolder = join(projectFolder, 'out/guard-tests');

await runMain(async () => {
  await setUp({ display: process.platform === 'linux', browser: true, clocks: true, keyring: true });
  await ensureBuilt(['app', 'backend']);
  mkdirSync(reportFolder, { recursive: true });
  const trials = trialsOf(chosen(await listGuardTests(), process.argv.slice(2)));

  const began = Date.now();
  const interrupted = interruption();
  const folder = temporaryFolder('fastlinkit-guard-tests');
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  /** @type {(Trial & Verdict)[]} */
  const rows = [];
  try {
    const copy = new Copy(folder);
    const environment = display?.environment ?? {};
    for (const group of groupedByFile(trials)) {
      const untouched = await orReason(() => runUntouched(copy, group, environment));
      for (const trial of group) {
        if (interrupted.aborted) break;
        const verdict =
          typeof untouched === 'string'
            ? { noticed: false, outcome: untouched }
            : await tryWithout(copy, trial, { untouched, environment });
        rows.push({ ...trial, ...verdict });
        const { promise, what } = trial.guardTest;
        console.log(`${verdict.noticed ? '✓' : '✗'} ${promise} ${what}: ${verdict.outcome}`);
      }
    }
  } finally {
    display?.stop();
    removeFolder(folder);
  }
  if (interrupted.aborted) throw new SetupError('Interrupted.');

  const text = table(rows);
  writeFileSync(join(reportFolder, 'guard-tests.md'), `${text}\n`);
  const unnoticed = rows.filter(({ noticed }) => !noticed).length;
  console.log(`\n${text}\n\n${rows.length - unnoticed} noticed, ${unnoticed} unnoticed, ${elapsed(began)}`);
  return unnoticed > 0 ? 1 : 0;
});

/**
 * Reads the guard tests there are: TypeScript, which the Node that this script may run on cannot read.
 *
 * @returns {Promise<GuardTest[]>}
 */
async function listGuardTests() {
  const module = pathToFileURL(join(projectFolder, 'test/guard-tests/all.ts')).href;
  // Through a file: of what a command prints only the end is kept.
  const list = join(reportFolder, 'list.json');
  const code = `
    import { writeFileSync } from 'node:fs';
    import { guardTests } from ${JSON.stringify(module)};
    writeFileSync(${JSON.stringify(list)}, JSON.stringify(guardTests));`;
  const { code: end, output } = await run(node, ['--input-type=module', '--eval', code]);
  if (end !== 0) throw new SetupError(`The guard tests cannot be read:\n${output}`);
  return JSON.parse(readFileSync(list, 'utf8'));
}

/**
 * @param {GuardTest[]} guardTests
 * @param {string[]} asked numbers of promises, and words
 */
function chosen(guardTests, asked) {
  if (asked.length === 0) return guardTests;
  const wanted = guardTests.filter(({ name, promise, what }) =>
    asked.some((word) => word === String(promise) || (/\D/.test(word) && `${name} ${what}`.includes(word))),
  );
  if (wanted.length === 0) throw new SetupError(`There is no guard test of ${asked.join(', ')}.`);
  return wanted;
}

/**
 * @param {GuardTest[]} guardTests
 * @returns {Trial[]}
 */
function trialsOf(guardTests) {
  const tagged = findTaggedTests();
  return guardTests.flatMap((guardTest) => {
    const files = tagged.get(guardTest.name);
    if (!files) throw new SetupError(`No test has the tag ${tagOf(guardTest)}.`);
    return files.map((tests) => ({ guardTest, tests }));
  });
}

/** @param {GuardTest} guardTest */
function tagOf({ name }) {
  return `guard:${name}`;
}

/**
 * The tests of one file are built for and run once, together, before any check is removed.
 *
 * @param {Trial[]} trials
 * @returns {Trial[][]}
 */
function groupedByFile(trials) {
  /** @type {Map<string, Trial[]>} */
  const groups = new Map();
  for (const trial of trials) {
    const { file } = trial.tests;
    groups.set(file, [...(groups.get(file) ?? []), trial]);
  }
  return [...groups.values()];
}

/**
 * @param {Copy} copy
 * @param {Trial[]} group
 * @param {Record<string, string | undefined>} environment
 */
async function runUntouched(copy, group, environment) {
  const { project = '', file = '' } = group[0]?.tests ?? {};
  await copy.build(needs[project] ?? ['backend']);
  const tags = group.map(({ guardTest }) => tagOf(guardTest));
  return runTests(copy.folder, { project, file, tags }, environment);
}

/**
 * @param {Copy} copy
 * @param {Trial} trial
 * @param {{ untouched: (tag: string) => import('./guard-tests/run-tests.mjs').Counts, environment: Record<string, string | undefined> }} given
 * @returns {Promise<Verdict>}
 */
async function tryWithout(copy, { guardTest, tests }, { untouched, environment }) {
  const tag = tagOf(guardTest);
  const before = untouched(tag);
  if (before.failed > 0) return { noticed: false, outcome: 'its test fails with the check in place' };
  if (before.passed === 0) return { noticed: false, outcome: `no test with its tag ran in ${tests.file}` };
  const without = await orReason(() =>
    copy.without(guardTest, async () => {
      await copy.build(needs[tests.project] ?? ['backend']);
      return runTests(copy.folder, { ...tests, tags: [tag] }, environment);
    }),
  );
  if (typeof without === 'string') return { noticed: false, outcome: without };
  const { passed, failed } = without(tag);
  if (failed === 0) return { noticed: false, outcome: passed > 0 ? 'unnoticed' : 'no test ran without it' };
  return { noticed: true, outcome: failed === 1 ? 'its test failed' : `${failed} tests failed` };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | string>} the result, or the reason why there is none
 */
async function orReason(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardTestError) return error.message;
    throw error;
  }
}

/** @param {(Trial & Verdict)[]} rows */
function table(rows) {
  const lines = rows
    .toSorted((one, other) => one.guardTest.promise - other.guardTest.promise)
    .map(({ guardTest: { name, promise, what }, tests, noticed, outcome }) =>
      [noticed ? '✓' : '✗', String(promise), what, name, tests.file, outcome.split('\n')[0]].join(' | '),
    );
  return [
    '| | promise | without the check that | name | tests in | outcome |',
    '| - | - | - | - | - | - |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}
