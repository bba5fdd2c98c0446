import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clearRetries, countRetry, describeRetries, readRetries, retriesVariable } from './retries.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retries-'));
  vi.stubEnv(retriesVariable, join(folder, 'reports/retries.jsonl'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it('counts what the tests tried again, and says why', () => {
  expect(describeRetries(readRetries())).toBe('Retries: none');
  countRetry('app launch', 'the window has no size');
  countRetry('request', 'the answer was lost');
  countRetry('app launch', 'the window has no size');
  expect(describeRetries(readRetries()).split('\n')).toEqual([
    'Retries: 2 app launches, 1 request',
    '  app launch: the window has no size',
    '  request: the answer was lost',
    '  app launch: the window has no size',
  ]);
});

it('indents a reason of several lines', () => {
  expect(describeRetries([{ what: 'test', reason: 'a.test.ts, joins: expected 1\n+ 2' }])).toBe(
    'Retries: 1 test\n  test: a.test.ts, joins: expected 1\n    + 2',
  );
});

it('forgets the retries of earlier runs', () => {
  countRetry('request', 'the answer was lost');
  clearRetries();
  expect(readRetries()).toEqual([]);
});
