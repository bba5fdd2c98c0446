import { defineConfig } from 'vitest/config';
import { vitestTags } from '../guard-tests/all.ts';

/**
 * The tests that run in the process of the code that they test: a mutation there does not reach a server in a process
 * of its own. Stryker picks those that import a mutated file.
 */
export default defineConfig({
  test: {
    tags: vitestTags,
    include: ['src/{backend,main}/**/*.test.ts', 'test/service/**/*.test.ts'],
    globalSetup: ['test/helpers/vitest-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
