import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'] },
      },
      {
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          globalSetup: ['test/support/vitest-setup.ts'],
          // A real PostgreSQL and real SMTP stand behind every file of these.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
