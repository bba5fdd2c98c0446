import { defineConfig } from 'vitest/config';

/** The tests that run in the process of what they test: a change that is made there does not reach a server of its own. */
export default defineConfig({
  test: {
    include: [
      'src/backend/{invite,seat,member,session,organization,live}/*.test.ts',
      'src/main/{deep-link,link-allow-list,follow-link}.test.ts',
      'test/service/*.test.ts',
    ],
    globalSetup: ['test/support/vitest-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
