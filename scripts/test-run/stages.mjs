import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from '../setup/child.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from '../setup/paths.mjs';

/**
 * How many checks of a stage passed and failed.
 *
 * @typedef {{ passed: number, failed: number }} Outcome
 */

/** Not every tool finds out by itself that a file has no colours. */
const plainText = process.stdout.isTTY || process.env['FORCE_COLOR'] ? {} : { NO_COLOR: '1' };

/**
 * A tool that says yes or no to the whole of the sources.
 *
 * @param {string} tool the file that it starts with, below node_modules
 * @param {readonly string[]} parameters
 * @returns {Promise<Outcome>}
 */
export async function staticCheck(tool, ...parameters) {
  const code = await show(tool, parameters);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * One project of Vitest.
 *
 * @param {string} project
 * @returns {Promise<Outcome>}
 */
export async function vitest(project) {
  const report = newReport(project);
  const code = await show('vitest/vitest.mjs', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  /** @type {{ numPassedTests: number, numFailedTests: number } | undefined} */
  const counts = read(report);
  return judged(code, counts?.numPassedTests, counts?.numFailedTests);
}

/**
 * One project of Playwright.
 *
 * @param {string} project
 * @param {Record<string, string | undefined>} [environment]
 * @returns {Promise<Outcome>}
 */
export async function playwright(project, environment = {}) {
  const report = newReport(project);
  const code = await show(
    '@playwright/test/cli.js',
    ['test', '--project', project, '--reporter', 'list,json'],
    { ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number } } | undefined} */
  const result = read(report);
  return judged(code, result?.stats.expected, result && result.stats.unexpected + result.stats.flaky);
}

/**
 * A run that counted no test, or failed though no test did (a file that cannot be loaded), has failed as well.
 *
 * @param {number} code
 * @param {number} [passed]
 * @param {number} [failed]
 * @returns {Outcome}
 */
function judged(code, passed = 0, failed = 0) {
  if (passed + failed === 0) {
    console.error('No test ran.');
    return { passed: 0, failed: 1 };
  }
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/** @param {string} name */
function newReport(name) {
  const file = join(projectFolder, `out/test-reports/${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} file
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Runs a tool on Node 24 and lets it print.
 *
 * @param {string} tool
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} [environment]
 */
function show(tool, parameters, environment) {
  return endOf(
    spawn(node, [toolFile(tool), ...parameters], {
      cwd: projectFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnvironment({ ...plainText, ...environment }),
    }),
  );
}
