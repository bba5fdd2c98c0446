import type {
  FullResult,
  Reporter,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import { elapsed } from '../../scripts/setup/progress.mjs';

/** Prints each step when it ends, with its time, and in the end what failed. */
// oxlint-disable-next-line import/no-default-export -- Playwright loads a reporter as a default export.
export default class StepReporter implements Reporter {
  #steps = 0;

  printsToStdio(): boolean {
    return true;
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (step.category !== 'test.step') return;
    this.#steps += 1;
    const mark = step.error ? '✗' : '✓';
    const number = String(this.#steps).padStart(2);
    console.log(`${mark} ${number}  ${step.title}  (${elapsed(step.startTime.getTime())})`);
  }

  onTestEnd(_test: TestCase, { errors }: TestResult): void {
    for (const error of errors) this.onError(error);
  }

  onError({ message, value }: TestError): void {
    console.error(`\n${message ?? value ?? ''}`);
  }

  onEnd({ startTime }: FullResult): void {
    console.log(`\n${this.#steps} steps in ${elapsed(startTime.getTime())}; the pictures are in out/tour`);
  }
}
