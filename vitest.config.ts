import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['{src,scripts}/**/*.test.{ts,tsx}'] },
      },
      {
        test: {
          name: 'service',
          include: ['test/service/**/*.test.ts'],
          globalSetup: ['test/support/vitest-setup.ts'],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          // The routes that tests are named for are longer than what is shown by default.
          taskTitleValueFormatTruncate: 0,
          globalSetup: ['test/support/vitest-setup.ts'],
          // A real PostgreSQL and real SMTP stand behind every file of these; a worker waits for its backend mostly.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          globalSetup: ['test/support/vitest-setup.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
