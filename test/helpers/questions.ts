import type { ElectronApplication } from '@playwright/test';

/**
 * Answers the native questions of the app from now on, in this order, by the labels of their buttons.
 *
 * @returns what reads the questions that were asked so far
 */
export async function answerQuestions(
  electron: ElectronApplication,
  answers: string[],
): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ dialog }, answers) => {
    const asked: string[] = [];
    Object.assign(globalThis, { askedQuestions: asked });
    const answer = (...given: unknown[]) => {
      const { message, buttons } = given.at(-1) as { message: string; buttons: string[] };
      asked.push(message);
      const response = buttons.indexOf(answers.shift() ?? '');
      return Promise.resolve({ response, checkboxChecked: false });
    };
    dialog.showMessageBox = answer;
  }, answers);
  return () =>
    electron.evaluate(() => (globalThis as unknown as { askedQuestions: string[] }).askedQuestions);
}
