import { expect, it } from 'vitest';
import { findMutationTargets, mutatedFunctions, mutatedModules } from './targets.ts';

it('finds every mutation target in exactly one file', () => {
  const targets = findMutationTargets();
  expect(targets.length).toBeGreaterThan(15);
  expect(targets.filter((target) => /:\d+-\d+$/.test(target))).toHaveLength(mutatedFunctions.length);
  expect(new Set([...mutatedModules, ...mutatedFunctions]).size).toBe(
    mutatedModules.length + mutatedFunctions.length,
  );
});
