// npm run mutation: the modules below are changed in one place at a time, and a test has to notice it.
import { readFileSync } from 'node:fs';

/** The lines of one function of a file that is otherwise about lists. */
function linesOf(file: string, name: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith(`export async function ${name}(`));
  const last = lines.indexOf('}', first);
  if (first === -1 || last === -1) throw new Error(`There is no ${name} in ${file}.`);
  return `${file}:${first + 1}-${last + 1}`;
}

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  // Related: a change of a constant, which is made as its module is loaded, runs the tests of that module, not all.
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: true },
  mutate: [
    'src/backend/invite/invite.ts',
    'src/backend/seat/seat.ts',
    'src/backend/member/member.ts',
    'src/backend/session/{session,session-service,access-token-service,session-tokens,session-repository}.ts',
    'src/backend/session/{totp,login-throttle,web-session-service,account-token}.ts',
    'src/backend/organization/{organization-access,organization-access-service}.ts',
    linesOf('src/backend/organization/organization-repository.ts', 'findAccess'),
    'src/backend/live/event-audience.ts',
    'src/main/{deep-link,follow-link,link-allow-list,external-link}.ts',
  ],
  ignorePatterns: ['/out', '/dist', '/docs'],
  // Rewriting it wants an API that TypeScript 7 has not, and nothing in the copy reads it.
  tsconfigFile: 'no-tsconfig.json',
  tempDirName: 'out/mutation',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'out/mutation-report/mutation.html' },
  jsonReporter: { fileName: 'out/mutation-report/mutation.json' },
  concurrency: 2,
  coverageAnalysis: 'perTest',
  thresholds: { high: 95, low: 85, break: 85 },
  allowEmpty: false,
};
