import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endOf } from '../setup/child.mjs';
import { node, toolEnvironment } from '../setup/paths.mjs';
import { GuardError } from './copy.mjs';

/** @typedef {{ project: string, file: string, name: string }} NamedTest */
/** @typedef {{ passed: number, failed: number }} Counts */

/** A test without its guard may wait for what never comes. */
const patienceMs = 4 * 60_000;

const ofPlaywright = new Set(['web', 'desktop']);

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Runs the tests of one file whose names have one of these parts.
 *
 * @param {string} folder the tree to run them in
 * @param {{ project: string, file: string, names: readonly string[] }} tests
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<(name: string) => Counts>} how many with that part of a name passed and failed
 */
export async function tryTests(folder, { project, file, names }, environment) {
  const report = join(folder, 'out/guard-report.json');
  rmSync(report, { force: true });
  const pattern = names.map(escaped).join('|');
  const command = ofPlaywright.has(project)
    ? ['@playwright/test/cli.js', 'test', file, '--project', project, '--grep', pattern, '--reporter', 'json']
    : ['vitest/vitest.mjs', 'run', file, '--project', project, '-t', pattern].concat(
        '--reporter=json',
        `--outputFile=${report}`,
      );
  const [tool = '', ...parameters] = command;
  const child = spawn(node, [join(folder, 'node_modules', tool), ...parameters], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: toolEnvironment({ ...environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report, NO_COLOR: '1' }),
  });
  const limit = setTimeout(() => child.kill('SIGTERM'), patienceMs);
  await endOf(child);
  clearTimeout(limit);
  const results = resultsIn(report, ofPlaywright.has(project));
  return (name) => {
    const own = results.filter((result) => result.name.includes(name));
    const passed = own.filter((result) => result.passed).length;
    return { passed, failed: own.length - passed };
  };
}

/**
 * @param {string} report
 * @param {boolean} playwright
 * @returns {{ name: string, passed: boolean }[]} of the tests that ran
 */
function resultsIn(report, playwright) {
  /** @type {{ suites: Suite[], testResults: VitestFile[] }} */
  let json;
  try {
    json = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new GuardError('the tests did not end in time, or could not begin');
  }
  return playwright ? json.suites.flatMap(specsOf) : json.testResults.flatMap(assertionsOf);
}

/**
 * @typedef {{ title: string, ok: boolean, tests: { status: string }[] }} Spec
 * @typedef {{ title: string, specs?: Spec[], suites?: Suite[] }} Suite
 * @param {Suite} suite
 * @returns {{ name: string, passed: boolean }[]}
 */
function specsOf({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status !== 'skipped'))
    .map(({ title, ok }) => ({ name: title, passed: ok }));
  return [...own, ...suites.flatMap(specsOf)];
}

/**
 * @typedef {{ assertionResults: { fullName: string, status: string }[] }} VitestFile
 * @param {VitestFile} file
 */
function assertionsOf({ assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' }));
}
