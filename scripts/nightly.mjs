// npm run nightly: what takes too long for npm test, one after the other: earlier releases, lists of LibreOffice, guard tests, mutation testing, the soak and the
// benchmarks. All of them run, whatever fails. Ends with one summary, and with 1 when one failed or when the tests had to
// try something again more than three times.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, interruption } from './setup/child.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment } from './setup/paths.mjs';
import { elapsed, runMain, SetupError } from './setup/progress.mjs';
import { clearRetries, describeRetries, readRetries } from './test-run/retries.mjs';

/** By their names in package.json. */
const parts = ['test:releases', 'test:imports', 'guard-tests', 'mutation', 'soak', 'bench'];
const mostRetries = 3;

await runMain(async () => {
  await ensurePackages();
  clearRetries();
  const interrupted = interruption();
  const began = Date.now();
  const summary = [];
  let failed = 0;
  for (const part of parts) {
    if (interrupted.aborted) break;
    console.log(`\n── ${part} ${'─'.repeat(70 - part.length)}`);
    const partBegan = Date.now();
    const code = await runScript(part);
    if (code !== 0) failed += 1;
    summary.push(`${code === 0 ? '✓' : '✗'} ${part.padEnd(13)} ${elapsed(partBegan)}`);
  }
  if (interrupted.aborted) throw new SetupError('Interrupted.');

  const retries = readRetries();
  const tooMany = retries.length > mostRetries;
  if (tooMany) failed += 1;
  summary.push(`${tooMany ? '✗' : '✓'} at most ${mostRetries} retries. ${describeRetries(retries)}`);
  console.log(`\n${summary.join('\n')}\n\nIn ${elapsed(began)}.\n`);
  console.log(`${parts.length + 1 - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

/**
 * Runs a script of package.json that is one file of ours, and lets it print.
 *
 * @param {string} name
 * @returns {Promise<number>} its exit code
 * @throws {SetupError} when package.json has no such script
 */
function runScript(name) {
  /** @type {{ scripts: Record<string, string> }} */
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const [, file] = /^node (\S+\.mjs)$/.exec(scripts[name] ?? '') ?? [];
  if (file === undefined) throw new SetupError(`package.json has no script ${name} that is a file of ours.`);
  return endOf(
    spawn(node, [join(projectFolder, file)], {
      cwd: projectFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment(),
    }),
  );
}
