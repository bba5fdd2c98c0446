import { countRetry } from './retries.mjs';

/** A reporter of Vitest that counts the tests that passed at the second attempt. */
// oxlint-disable-next-line import/no-default-export -- Vitest loads a reporter as a default export.
export default class RetryReporter {
  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky !== true) return;
    const [error] = test.result().errors ?? [];
    countRetry(
      'test',
      `${test.module.relativeModuleId}, ${test.fullName}: ${error?.message ?? 'without an error'}`,
    );
  }
}
