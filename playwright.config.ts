import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './scripts/setup/chromium.mjs';

const ci = process.env['CI'] !== undefined;

export default defineConfig({
  globalSetup: './test/helpers/playwright-setup.ts',
  outputDir: 'out/test-results',
  forbidOnly: ci,
  // Each worker has a server, a browser or an app of its own: one per core is what a machine bears.
  fullyParallel: true,
  workers: Math.min(availableParallelism(), 4),
  // A page that axe looks at nine times takes a minute on a slow machine.
  timeout: 180_000,
  // What is waited for, not how long it may take: on a busy machine a list of a thousand rows needs a while.
  expect: { timeout: 30_000 },
  reporter: [['list']],
  // A trace costs a tenth of the test's time, with a film as long again: `--trace on` makes one of a first attempt.
  use: { trace: { mode: 'on-first-retry', screenshots: false }, screenshot: 'only-on-failure' },
  projects: [
    { name: 'web', testDir: 'test/web', use: { launchOptions: chromiumLaunchOptions() } },
    { name: 'desktop', testDir: 'test/desktop' },
  ],
});
