// npm run mutation: each guard of the modules below is changed once, one change at a time, and a test has to notice it.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: [
    'src/backend/invite/invite.ts',
    'src/backend/seat/seat.ts',
    'src/backend/member/member.ts',
    'src/backend/session/{session,session-service,session-tokens,session-repository}.ts',
    'src/backend/session/{totp,login-throttle,web-session-service,account-token}.ts',
    'src/backend/organization/{organization-access,organization-access-service}.ts',
    'src/backend/live/event-audience.ts',
    'src/main/{deep-link,follow-link,link-allow-list,external-link}.ts',
  ],
  ignorePatterns: ['/out', '/dist', '/docs'],
  // Rewriting it wants an API that TypeScript 7 has not, and nothing in the copy reads it.
  tsconfigFile: 'no-tsconfig.json',
  tempDirName: 'out/mutation',
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'out/mutation-report/mutation.html' },
  jsonReporter: { fileName: 'out/mutation-report/mutation.json' },
  concurrency: 2,
  coverageAnalysis: 'perTest',
  thresholds: { high: 95, low: 85, break: 85 },
  allowEmpty: false,
};
