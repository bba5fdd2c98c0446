import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './scripts/setup/chromium.mjs';

const ci = process.env['CI'] !== undefined;

export default defineConfig({
  globalSetup: './test/support/playwright-setup.ts',
  outputDir: 'out/test-results',
  forbidOnly: ci,
  // Every test has its own backend, mailbox and profile: two at once is what a small machine bears.
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'web', testDir: 'test/web', use: { launchOptions: chromiumLaunchOptions() } },
    { name: 'desktop', testDir: 'test/desktop' },
  ],
});
