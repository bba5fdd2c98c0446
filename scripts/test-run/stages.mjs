import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { watchedVariable } from '../setup/chromium.mjs';
import { hasDisplay, startVirtualDisplay } from '../setup/display.mjs';
import { projectFolder } from '../setup/paths.mjs';
import { flakyTests, reportFile } from './reports.mjs';
import { countRetry } from './retries.mjs';
import { runTool } from './run-tool.mjs';

/**
 * How many checks of a stage passed and failed.
 *
 * @typedef {{ passed: number, failed: number }} StageResult
 */

/** Parameters of Playwright with which a person wants to see the windows. */
const watching = new Set(['--headed', '--debug', '--ui']);

/** @param {readonly string[]} parameters */
const isWatched = (parameters) => parameters.some((parameter) => watching.has(parameter));

/** Counts the tests that passed at the second attempt; see that file. */
const retryReporter = join(projectFolder, 'scripts/test-run/retry-reporter.mjs');

/**
 * A tool that says yes or no to the whole of the sources. Its output is printed when it ends, since other checks run at
 * the same time.
 *
 * @param {string} tool the file that it starts with: below node_modules, or its absolute path
 * @param {readonly string[]} parameters
 * @returns {Promise<StageResult>}
 */
export async function staticCheck(tool, ...parameters) {
  const { code, output } = await runTool(tool, parameters, { captured: true });
  process.stdout.write(output);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * @param {readonly StageResult[]} results of the checks that a stage consists of
 * @returns {StageResult}
 */
export function sum(results) {
  return results.reduce(
    (all, { passed, failed }) => ({ passed: all.passed + passed, failed: all.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/**
 * One project of Vitest.
 *
 * @param {string} project
 * @param {readonly string[]} parameters for Vitest, as a file and `-t`
 * @param {{ attempts?: number }} [options] how often a test is tried before it has failed
 * @returns {Promise<StageResult>}
 */
export async function vitest(project, parameters, { attempts = 1 } = {}) {
  const report = newReport(project);
  const { code } = await runTool('vitest/vitest.mjs', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--reporter=${retryReporter}`,
    `--outputFile.json=${report}`,
    `--retry=${attempts - 1}`,
    ...parameters,
  ]);
  /** @type {{ numPassedTests: number, numFailedTests: number } | undefined} */
  const counts = read(report);
  return toStageResult(code, counts?.numPassedTests, counts?.numFailedTests);
}

/**
 * One project of Playwright.
 *
 * @param {string} project
 * @param {readonly string[]} parameters for Playwright, as a file and `-g`
 * @param {{ attempts?: number }} [options] how often a test is tried before it has failed
 * @returns {Promise<StageResult>}
 */
export async function playwright(project, parameters, { attempts = 1 } = {}) {
  const report = newReport(project);
  const display = await displayFor(project, parameters);
  try {
    const { code } = await runTool(
      '@playwright/test/cli.js',
      [
        'test',
        '--project',
        project,
        '--reporter',
        'list,json',
        '--retries',
        String(attempts - 1),
        ...parameters,
      ],
      {
        environment: {
          ...display?.environment,
          [watchedVariable]: isWatched(parameters) ? '1' : undefined,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        },
        // Upon this one Playwright still closes the apps and backends of its tests.
        signal: 'SIGINT',
      },
    );
    /** @type {import('./reports.mjs').PlaywrightReport | undefined} */
    const result = read(report);
    for (const { name, reason } of result ? flakyTests(result.suites) : [])
      countRetry('test', `${name}: ${reason}`);
    return toStageResult(
      code,
      result && result.stats.expected + result.stats.flaky,
      result?.stats.unexpected,
    );
  } finally {
    display?.stop();
  }
}

/**
 * On Linux the windows of the tests open on a display of their own: they need one where there is none, and they
 * should not open in front of a person who does not want to watch.
 *
 * @param {string} project
 * @param {readonly string[]} parameters
 */
async function displayFor(project, parameters) {
  const watched = isWatched(parameters);
  const hasWindows = watched || project === 'desktop';
  if (process.platform !== 'linux' || !hasWindows || (watched && hasDisplay())) return undefined;
  return startVirtualDisplay();
}

/**
 * A run that counted no test, or failed though no test did (a file that cannot be loaded), has failed as well.
 *
 * @param {number} code
 * @param {number} [passed]
 * @param {number} [failed]
 * @returns {StageResult}
 */
function toStageResult(code, passed = 0, failed = 0) {
  if (passed + failed === 0) {
    console.error('No test ran.');
    return { passed: 0, failed: 1 };
  }
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/** @param {string} project */
function newReport(project) {
  const file = reportFile(project);
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
