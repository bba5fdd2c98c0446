import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../setup/paths.mjs';
import { flakyTests, reportFile, slowest } from './reports.mjs';

function saveReport(project: string, report: object): string {
  const file = reportFile(project);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
  onTestFinished(() => rmSync(file));
  return project;
}

it('lists the slowest files and tests of Vitest and Playwright together', () => {
  const vitest = saveReport(`reports-test-vitest-${process.pid}`, {
    testResults: [
      {
        name: `${projectFolder}/test/api/a.test.ts`,
        startTime: 1_000,
        endTime: 5_500,
        assertionResults: [
          { fullName: 'invites a person', duration: 4_000 },
          { fullName: 'is skipped', duration: null },
        ],
      },
    ],
  });
  const spec = (title: string, ...durations: number[]) => ({
    file: 'test/web/b.spec.ts',
    title,
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const playwright = saveReport(`reports-test-playwright-${process.pid}`, {
    suites: [{ specs: [spec('registers', 3_000)], suites: [{ specs: [spec('declines', 1_000, 2_500)] }] }],
  });
  expect(slowest([vitest, 'no-such-stage', playwright], 2)).toBe(`Slowest files:

-    6.5 s  test/web/b.spec.ts
-    4.5 s  test/api/a.test.ts

Slowest tests:

-    4.0 s  test/api/a.test.ts: invites a person
-    3.5 s  test/web/b.spec.ts: declines`);
});

it('names the tests that passed at the second attempt, with what was wrong at the first', () => {
  const spec = (title: string, status: string, ...messages: (string | undefined)[]) => ({
    file: 'test/web/b.spec.ts',
    title,
    tests: [
      {
        status,
        results: messages.map((message) => ({ duration: 1, errors: message ? [{ message }] : [] })),
      },
    ],
  });
  const suites = [
    {
      specs: [spec('registers', 'expected', undefined), spec('signs in', 'unexpected', 'no', 'no')],
      suites: [{ specs: [spec('declines', 'flaky', 'no button', undefined)] }],
    },
  ];
  expect(flakyTests(suites)).toEqual([{ name: 'test/web/b.spec.ts, declines', reason: 'no button' }]);
});
