import { describe, expect, it, test } from 'vitest';
import { readSources, withoutCheck } from '../../scripts/guard-tests/find-check.mjs';
import { findTaggedTests } from '../../scripts/guard-tests/find-tests.mjs';
import { guardTests } from './all.ts';

const sources = readSources('.');
const tagged = findTaggedTests();
const projects = new Set(['unit', 'service', 'api', 'soak', 'web', 'desktop']);

describe.each(guardTests.map((guardTest) => [guardTest.name, guardTest] as const))(
  '%s',
  (name, guardTest) => {
    it('finds its check once in the product', () => {
      const changed = withoutCheck(guardTest, sources);
      expect(changed.text).not.toBe(sources.find(({ path }) => path === changed.path)?.text);
    });

    it('has tests with its tag', () => {
      const files = tagged.get(name) ?? [];
      expect(files.length, `tests with the tag guard:${name}`).toBeGreaterThan(0);
      for (const { project, file } of files) expect(projects, file).toContain(project);
    });
  },
);

test('gives each guard test a unique name', () => {
  const names = guardTests.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

test('has a guard test for each tag', () => {
  const names = new Set(guardTests.map(({ name }) => name));
  expect([...tagged.keys()].filter((name) => !names.has(name))).toEqual([]);
});
