import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type App } from './fixtures.ts';

/** Answers the app's questions from now on, in this order, and keeps what they were. */
async function answerQuestions({ electron }: App, answers: string[]): Promise<() => Promise<string[]>> {
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

const crash = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });

/** What the page says once it is there again; Playwright itself has lost sight of a page that crashed. */
const sessionInPage = ({ electron }: App) =>
  electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return 'not there';
    const state = (await contents.executeJavaScript('window.fastlinkit.session.current()')) as {
      value: { status: string };
    };
    return state.value.status;
  });

const eventsIn = async (profile: string, event: string) =>
  (await readFile(join(profile, 'logs/main.log'), 'utf8'))
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`));

test('brings a page that crashes back, three times in a minute, and asks after that', async ({
  signedIn,
  team,
  profile,
}) => {
  const app = await signedIn(team.owner);
  const questions = await answerQuestions(app, ['Reload']);
  for (const time of [1, 2, 3]) {
    await crash(app);
    await expect.poll(async () => (await eventsIn(profile, 'window.page_gone')).length).toBe(time);
    await expect.poll(() => sessionInPage(app)).toBe('signed-in');
    expect(await questions()).toEqual([]);
  }
  await crash(app);
  await expect.poll(questions).toEqual(['The window has stopped working several times.']);
  await expect.poll(() => sessionInPage(app)).toBe('signed-in');
  expect(await readFile(join(profile, 'logs/main.log'), 'utf8')).not.toContain(team.owner.password);
});

test('asks what to do about a page that hangs, and brings it back, still signed in', async ({
  signedIn,
  team,
  profile,
}) => {
  const app = await signedIn(team.owner);
  const questions = await answerQuestions(app, ['Reload']);
  await app.page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  // Chromium tells nobody of a page that hangs while a debugger is attached to it, as Playwright is.
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
  });
  await expect.poll(questions).toEqual(['The window does not respond.']);
  expect(await eventsIn(profile, 'window.hangs')).toHaveLength(1);
  // Whoever asks a page that hangs never hears from it.
  await expect.poll(async () => (await eventsIn(profile, 'window.page_gone')).length).toBe(1);
  await expect.poll(() => sessionInPage(app)).toBe('signed-in');
});

test('outlives what nobody has foreseen in the main process, and logs it without its secrets', async ({
  signedIn,
  team,
  profile,
}) => {
  const app = await signedIn(team.owner);
  const secret = 'fli_AZMrXH0afgKVT8MK50eRAFj0m6yq4Xc9n1cG2Zb7yQxkS3v';
  await app.electron.evaluate((_electron, secret) => {
    setTimeout(() => {
      throw new Error(
        `refused: Bearer ${secret}, password=hunter2-hunter2, https://flnk.it/support/invite/abc-def`,
      );
    });
    void Promise.reject(
      Object.assign(new Error(`token: ${secret}`), { config: { password: 'hunter2-hunter2' } }),
    );
  }, secret);
  for (const event of ['main.uncaught', 'main.unhandled'])
    await expect.poll(async () => (await eventsIn(profile, event)).length).toBe(1);
  const log = await readFile(join(profile, 'logs/main.log'), 'utf8');
  expect(log).not.toMatch(new RegExp(`${secret}|hunter2|abc-def`));
  expect(await sessionInPage(app)).toBe('signed-in');
});
