import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { vitestTags } from './test/guard-tests/all.ts';

const cores = availableParallelism();

/** For tests on a real PostgreSQL and real SMTP. */
const withServers = {
  globalSetup: ['test/helpers/vitest-setup.ts'],
  maxWorkers: Math.min(cores, 4),
  // Against tests that hang, and no measure of speed: the longest take 20 seconds on a machine that is not busy.
  testTimeout: 90_000,
  hookTimeout: 120_000,
  // One second is the default: an email or a job may take longer on a busy machine.
  expect: { poll: { timeout: 20_000 } },
  deps: {
    optimizer: {
      ssr: {
        enabled: true,
        // Some of them are hundreds of files, which each test file would load anew: bundled once, each is one.
        include: [
          'drizzle-orm',
          'drizzle-orm/node-postgres',
          'drizzle-orm/pg-core',
          'mailparser',
          'pg',
          'smtp-server',
          'uuid',
          'zod',
        ],
      },
    },
  },
};

export default defineConfig({
  test: {
    tags: vitestTags,
    // The parts of the soak load the machine by themselves.
    maxConcurrency: 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,scripts,bench,test/guard-tests}/**/*.test.{ts,tsx}'],
          maxWorkers: cores,
          // Property tests with thousands of runs, on a machine that may have other things to do.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'service', include: ['test/service/**/*.test.ts'], ...withServers },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          // The routes that tests are named for are longer than what is shown by default.
          taskTitleValueFormatTruncate: 0,
          ...withServers,
        },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          ...withServers,
          testTimeout: 300_000,
        },
      },
    ],
  },
});
