import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from '../setup/child.mjs';
import { node, toolEnvironment } from '../setup/paths.mjs';
import { retriesFile, retriesVariable } from '../test-run/retries.mjs';
import { GuardTestError } from './find-check.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */

/** Without its check a test may wait for what never comes: twice, for three minutes each. */
const timeLimitMs = 8 * 60_000;

const playwrightProjects = new Set(['web', 'desktop']);

/**
 * Runs the tests of one file that have one of these tags.
 *
 * @param {string} folder the tree to run them in
 * @param {{ project: string, file: string, tags: readonly string[] }} tests
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<(tag: string) => Counts>} how many with that tag passed and failed
 * @throws {GuardTestError} when there is no report in time
 */
export async function runTests(folder, { project, file, tags }, environment) {
  const report = join(folder, 'out/guard-tests-report.json');
  rmSync(report, { force: true });
  const byPlaywright = playwrightProjects.has(project);
  const [tool, ...parameters] = byPlaywright
    ? playwrightCommand(project, file, tags)
    : vitestCommand(project, file, tags, report);
  const child = spawn(node, [join(folder, 'node_modules', tool), ...parameters], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: toolEnvironment({
      ...environment,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      NO_COLOR: '1',
      [retriesVariable]: retriesFile(),
    }),
  });
  const limit = setTimeout(() => child.kill('SIGTERM'), timeLimitMs);
  await endOf(child);
  clearTimeout(limit);
  const results = readResults(report, byPlaywright);
  return (tag) => {
    const own = results.filter((result) => result.tags.includes(tag));
    const passed = own.filter((result) => result.passed).length;
    return { passed, failed: own.length - passed };
  };
}

/**
 * @param {string} project
 * @param {string} file
 * @param {readonly string[]} tags
 * @returns {[string, ...string[]]}
 */
function playwrightCommand(project, file, tags) {
  const pattern = tags.map((tag) => `@${tag}(?![\\w-])`).join('|');
  const parameters = ['--project', project, '--grep', pattern, '--reporter', 'json'];
  return ['@playwright/test/cli.js', 'test', file, ...parameters];
}

/**
 * @param {string} project
 * @param {string} file
 * @param {readonly string[]} tags
 * @param {string} report
 * @returns {[string, ...string[]]}
 */
function vitestCommand(project, file, tags, report) {
  const parameters = ['--project', project, `--tags-filter=${tags.join(' or ')}`, '--reporter=json'];
  return ['vitest/vitest.mjs', 'run', file, ...parameters, `--outputFile=${report}`];
}

/** @typedef {{ tags: readonly string[], passed: boolean }} Result */

/**
 * @param {string} report
 * @param {boolean} byPlaywright
 * @returns {Result[]} of the tests that ran
 */
function readResults(report, byPlaywright) {
  /** @type {{ suites: Suite[], testResults: VitestFile[] }} */
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new GuardTestError('the tests did not end in time, or could not start');
  }
  return byPlaywright ? json.suites.flatMap(specResults) : json.testResults.flatMap(assertionResults);
}

/**
 * @typedef {{ tags: string[], ok: boolean, tests: { status: string }[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 * @param {Suite} suite
 * @returns {Result[]}
 */
function specResults({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status !== 'skipped'))
    .map(({ tags, ok }) => ({ tags, passed: ok }));
  return [...own, ...suites.flatMap(specResults)];
}

/**
 * @typedef {{ assertionResults: { tags: string[], status: string }[] }} VitestFile
 * @param {VitestFile} file
 * @returns {Result[]}
 */
function assertionResults({ assertionResults: results }) {
  return results
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ tags, status }) => ({ tags, passed: status === 'passed' }));
}
