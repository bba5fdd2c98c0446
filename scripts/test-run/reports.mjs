import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { projectFolder } from '../setup/paths.mjs';

/**
 * @typedef {{ name: string, ms: number }} Timing
 *
 * @typedef {object} VitestReport
 * @property {{ name: string, startTime: number, endTime: number, assertionResults: { fullName: string, duration?: number | null }[] }[]} testResults
 *
 * @typedef {{ duration: number, errors?: { message?: string }[] }} PlaywrightResult
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ file: string, title: string, tests: { status?: string, results: PlaywrightResult[] }[] }[]} [specs]
 *
 * @typedef {object} PlaywrightReport
 * @property {PlaywrightSuite[]} suites
 * @property {{ expected: number, unexpected: number, flaky: number }} stats
 */

/**
 * The file that a stage's runner reports to.
 *
 * @param {string} project
 */
export const reportFile = (project) => join(projectFolder, `out/test-reports/${project}.json`);

/**
 * The slowest files and tests of some stages, as Markdown.
 *
 * @param {readonly string[]} projects those without a report are left out
 * @param {number} count so many of each
 */
export function slowest(projects, count) {
  const timings = projects.filter((project) => existsSync(reportFile(project))).map(readTimings);
  const files = timings.flatMap((each) => each.files);
  const tests = timings.flatMap((each) => each.tests);
  return [list('Slowest files', files, count), list('Slowest tests', tests, count)].join('\n\n');
}

/**
 * @param {string} title
 * @param {Timing[]} timings
 * @param {number} count
 */
function list(title, timings, count) {
  const lines = timings
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, count)
    .map(({ name, ms }) => `- ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}`);
  return [`${title}:`, '', ...lines].join('\n');
}

/**
 * @param {string} project
 * @returns {{ files: Timing[], tests: Timing[] }}
 */
function readTimings(project) {
  /** @type {VitestReport | { suites: PlaywrightSuite[] }} */
  const report = JSON.parse(readFileSync(reportFile(project), 'utf8'));
  return 'testResults' in report ? ofVitest(report) : ofPlaywright(report.suites);
}

/** @param {VitestReport} report */
function ofVitest({ testResults }) {
  const results = testResults.map((result) => ({
    ...result,
    file: result.name.replace(`${projectFolder}/`, ''),
  }));
  return {
    files: results.map(({ file, startTime, endTime }) => ({ name: file, ms: endTime - startTime })),
    tests: results.flatMap(({ file, assertionResults }) =>
      assertionResults.map(({ fullName, duration }) => ({ name: `${file}: ${fullName}`, ms: duration ?? 0 })),
    ),
  };
}

/**
 * The time of a file is that of its tests, some of which may have run at the same time.
 *
 * @param {PlaywrightSuite[]} suites
 */
function ofPlaywright(suites) {
  const tests = suites.flatMap(specsOf).map(({ file, title, tests }) => ({
    file,
    title,
    ms: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0),
  }));
  /** @type {Map<string, number>} */
  const files = new Map();
  for (const { file, ms } of tests) files.set(file, (files.get(file) ?? 0) + ms);
  return {
    files: Array.from(files, ([name, ms]) => ({ name, ms })),
    tests: tests.map(({ file, title, ms }) => ({ name: `${file}: ${title}`, ms })),
  };
}

/**
 * The tests that passed at the second attempt, each with what was wrong at the first.
 *
 * @param {PlaywrightSuite[]} suites
 * @returns {{ name: string, reason: string }[]}
 */
export function flakyTests(suites) {
  return suites.flatMap(specsOf).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'flaky')
      .map(({ results }) => ({
        name: `${file}, ${title}`,
        reason: stripVTControlCharacters(results[0]?.errors?.[0]?.message ?? 'without an error'),
      })),
  );
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {NonNullable<PlaywrightSuite['specs']>}
 */
function specsOf({ suites = [], specs = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}
