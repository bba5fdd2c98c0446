import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';

/** @typedef {{ what: string, reason: string }} Retry */

/** Says where the retries of a run are counted when its tests run in a copy of the tree. */
export const retriesVariable = 'FASTLINKIT_TEST_RETRIES';

/** @returns {string} the file in which the tests count their retries, a line for each */
export function retriesFile() {
  return process.env[retriesVariable] ?? join(projectFolder, 'out/test-reports/retries.jsonl');
}

/**
 * Counts that something was tried again that failed through no fault of the product, or a test that passed at the
 * second attempt. The end of the run says how often and why; `npm run nightly` fails above three, `npm test` above five
 * tests.
 *
 * @param {'app launch' | 'request' | 'test'} what
 * @param {string} reason why the first try does not count
 */
export function countRetry(what, reason) {
  const path = retriesFile();
  mkdirSync(dirname(path), { recursive: true });
  // One short line at a time: the tests of several processes may write.
  appendFileSync(path, `${JSON.stringify({ what, reason })}\n`);
}

/** Forgets the retries of earlier runs. */
export function clearRetries() {
  rmSync(retriesFile(), { force: true });
}

/** @returns {Retry[]} what the tests tried again since the last clearing */
export function readRetries() {
  let text;
  try {
    text = readFileSync(retriesFile(), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/**
 * Says how often something was tried again, of which kind, and why.
 *
 * @param {readonly Retry[]} retries
 * @returns {string} one line, and one more for each retry
 */
export function describeRetries(retries) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { what } of retries) counts.set(what, (counts.get(what) ?? 0) + 1);
  const kinds = Array.from(counts, ([what, count]) => plural(count, what));
  const reasons = retries.map(({ what, reason }) => `  ${what}: ${reason.replaceAll('\n', '\n    ')}`);
  return [`Retries: ${kinds.length === 0 ? 'none' : kinds.join(', ')}`, ...reasons].join('\n');
}

/**
 * @param {number} count
 * @param {string} noun
 */
function plural(count, noun) {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith('ch') ? 'es' : 's'}`;
}
