// npm run guards: takes each guard of the product out, one at a time and in a copy of the tree, and sees the test that is
// named for it fail. `npm run guards -- 24 31 clickjacking`: those of some promises, or with these words. Prints a table,
// writes it to out/guards/, and exits 1 when the absence of a guard went unnoticed.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { Copy, GuardError } from './guards/copy.mjs';
import { tryTests } from './guards/try-test.mjs';
import { interruption } from './setup/child.mjs';
import { startVirtualDisplay } from './setup/display.mjs';
import { node, projectFolder } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { run } from './setup/run.mjs';
import { setUp } from './setup/setup.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

/**
 * @typedef {object} Guard as in test/guards/guard.ts
 * @property {number} promise
 * @property {string} what
 * @property {string} file
 * @property {string} from
 * @property {string} to
 * @property {import('./guards/try-test.mjs').NamedTest} test
 */

/** What has to be built before the tests of a project run. @type {Record<string, ('app' | 'backend')[]>} */
const needs = { unit: [], service: [], desktop: ['app', 'backend'] };

await runMain(async () => {
  await setUp({ display: process.platform === 'linux', browser: true, keyring: true });
  await ensureBuilt(['app', 'backend']);
  const guards = chosen(await listGuards(), process.argv.slice(2));

  const began = Date.now();
  const interrupted = interruption();
  const folder = temporaryFolder('fastlinkit-guards');
  const display = process.platform === 'linux' ? await startVirtualDisplay() : undefined;
  /** @type {{ guard: Guard, noticed: boolean, words: string }[]} */
  const rows = [];
  try {
    const copy = new Copy(folder);
    const environment = display?.environment ?? {};
    for (const group of groupedByTestFile(guards)) {
      const untouched = await inWords(() => tryGroup(copy, group, environment));
      for (const guard of group) {
        if (interrupted.aborted) break;
        const outcome =
          typeof untouched === 'string'
            ? { noticed: false, words: untouched }
            : await tryGuard(copy, guard, { untouched, environment });
        rows.push({ guard, ...outcome });
        console.log(`${outcome.noticed ? '✓' : '✗'} ${guard.promise} ${guard.what}: ${outcome.words}`);
      }
    }
  } finally {
    display?.stop();
    removeFolder(folder);
  }
  if (interrupted.aborted) throw new SetupError('Interrupted.');

  const text = table(rows);
  mkdirSync(join(projectFolder, 'out/guards'), { recursive: true });
  writeFileSync(join(projectFolder, 'out/guards/guards.md'), `${text}\n`);
  const unnoticed = rows.filter(({ noticed }) => !noticed).length;
  console.log(`\n${text}\n\n${rows.length - unnoticed} noticed, ${unnoticed} unnoticed, ${elapsed(began)}`);
  return unnoticed > 0 ? 1 : 0;
});

/**
 * The guards there are, in all files of test/guards: TypeScript, which the Node that this script may run on cannot read.
 *
 * @returns {Promise<Guard[]>}
 */
async function listGuards() {
  const folder = join(projectFolder, 'test/guards');
  const files = readdirSync(folder).filter((file) => file.endsWith('-guards.ts'));
  // Through a file: of what a command prints only the end is kept.
  const list = join(projectFolder, 'out/guards/list.json');
  mkdirSync(join(projectFolder, 'out/guards'), { recursive: true });
  const code = `
    import { writeFileSync } from 'node:fs';
    const files = ${JSON.stringify(files.map((file) => pathToFileURL(join(folder, file)).href))};
    const modules = await Promise.all(files.map((file) => import(file)));
    const guards = modules.flatMap((module) => Object.values(module).flat());
    writeFileSync(${JSON.stringify(list)}, JSON.stringify(guards));`;
  const { code: end, output } = await run(node, ['--input-type=module', '--eval', code]);
  if (end !== 0) throw new SetupError(`The guards cannot be read:\n${output}`);
  return JSON.parse(readFileSync(list, 'utf8'));
}

/**
 * @param {Guard[]} guards
 * @param {string[]} asked numbers of promises, and words
 */
function chosen(guards, asked) {
  if (asked.length === 0) return guards;
  const wanted = guards.filter(({ promise, what }) =>
    asked.some((word) => word === String(promise) || (/\D/.test(word) && what.includes(word))),
  );
  if (wanted.length === 0) throw new SetupError(`There is no guard of ${asked.join(', ')}.`);
  return wanted;
}

/**
 * What is in one file of tests is built and tried untouched at once.
 *
 * @param {Guard[]} guards
 * @returns {Guard[][]}
 */
function groupedByTestFile(guards) {
  /** @type {Map<string, Guard[]>} */
  const groups = new Map();
  for (const guard of guards) {
    const key = `${guard.test.project} ${guard.test.file}`;
    groups.set(key, [...(groups.get(key) ?? []), guard]);
  }
  return [...groups.values()];
}

/**
 * @param {Copy} copy
 * @param {Guard[]} group
 * @param {Record<string, string | undefined>} environment
 */
async function tryGroup(copy, group, environment) {
  const { project = '', file = '' } = group[0]?.test ?? {};
  await copy.build(needs[project] ?? ['backend']);
  const names = [...new Set(group.map(({ test }) => test.name))];
  return tryTests(copy.folder, { project, file, names }, environment);
}

/**
 * @param {Copy} copy
 * @param {Guard} guard
 * @param {{ untouched: (name: string) => import('./guards/try-test.mjs').Counts, environment: Record<string, string | undefined> }} given
 */
async function tryGuard(copy, guard, { untouched, environment }) {
  const { project, file, name } = guard.test;
  const before = untouched(name);
  if (before.failed > 0) return { noticed: false, words: 'the test fails with the guard in its place' };
  if (before.passed === 0) return { noticed: false, words: `no test "${name}" in ${file}` };
  const without = await inWords(() =>
    copy.without(guard, async () => {
      await copy.build(needs[project] ?? ['backend']);
      return tryTests(copy.folder, { project, file, names: [name] }, environment);
    }),
  );
  if (typeof without === 'string') return { noticed: false, words: without };
  const { passed, failed } = without(name);
  if (failed === 0) return { noticed: false, words: passed > 0 ? 'unnoticed' : 'no test ran without it' };
  return { noticed: true, words: failed === 1 ? 'its test failed' : `${failed} tests failed` };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | string>} what came of it, or why nothing did
 */
async function inWords(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardError) return error.message;
    throw error;
  }
}

/** @param {{ guard: Guard, noticed: boolean, words: string }[]} rows */
function table(rows) {
  const lines = rows
    .toSorted((one, other) => one.guard.promise - other.guard.promise)
    .map(({ guard: { promise, what, test }, noticed, words }) =>
      [noticed ? '✓' : '✗', String(promise), what, `${test.file}: ${test.name}`, words.split('\n')[0]].join(
        ' | ',
      ),
    );
  return [
    '| | promise | without | the test | then |',
    '| - | - | - | - | - |',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}
