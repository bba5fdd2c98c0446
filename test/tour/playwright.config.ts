import { defineConfig } from '@playwright/test';

/**
 * The tour has a configuration of its own, since it does without the PostgreSQL that the other tests share: its backend
 * brings the one that a person's does.
 */
export default defineConfig({
  testDir: '.',
  // Playwright empties it at the start; the pictures are saved here.
  outputDir: '../../out/tour',
  workers: 1,
  timeout: 10 * 60_000,
  // Long enough for a busy machine.
  expect: { timeout: 30_000 },
  reporter: [['./step-reporter.ts']],
  projects: [{ name: 'tour' }],
});
