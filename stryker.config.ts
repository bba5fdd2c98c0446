// npm run mutation: the targets are changed in one place at a time, and a test has to notice each change.
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';
import { findMutationTargets } from './scripts/mutation/targets.ts';

const options: PartialStrykerOptions = {
  testRunner: 'vitest',
  // Related: a changed constant, which takes effect as its module is loaded, runs the tests of that module, not all.
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: true },
  mutate: findMutationTargets(),
  ignorePatterns: ['/out', '/dist', '/docs'],
  // Stryker rewrites a tsconfig by an API that TypeScript 7 lacks, and nothing in its copy of the tree reads one.
  tsconfigFile: 'no-tsconfig.json',
  tempDirName: 'out/mutation',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'out/mutation-report/mutation.html' },
  jsonReporter: { fileName: 'out/mutation-report/mutation.json' },
  concurrency: 2,
  // A minute on a quiet machine with two cores.
  dryRunTimeoutMinutes: 15,
  coverageAnalysis: 'perTest',
  thresholds: { high: 95, low: 85, break: 85 },
  allowEmpty: false,
};

export default options;
