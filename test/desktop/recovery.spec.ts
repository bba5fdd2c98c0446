import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerQuestions } from '../helpers/questions.ts';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

// Their apps crash, and their logs are read.
test.use({ ownApp: true });

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

test(
  'reloads a crashed window three times within a minute, and then asks the user',
  { tag: '@guard:reload-limit' },
  async ({ signedIn, team, profile }) => {
    const app = await signedIn(team.owner);
    const questions = await answerQuestions(app.electron, ['Reload']);
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
  },
);

test(
  'asks about a window that hangs and reloads it, still signed in',
  { tag: '@guard:page-hangs' },
  async ({ signedIn, team, profile }) => {
    const app = await signedIn(team.owner);
    const questions = await answerQuestions(app.electron, ['Reload']);
    await app.page.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    // Chromium tells nobody of a page that hangs while a debugger is attached to it, as Playwright is.
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
    });
    await expect.poll(questions).toEqual(['The window isn’t responding.']);
    expect(await eventsIn(profile, 'window.hangs')).toHaveLength(1);
    // A page that hangs answers nothing, not even when it is ended meanwhile: only the next one is asked.
    await expect.poll(() => eventsIn(profile, 'window.page_gone')).toHaveLength(1);
    await expect.poll(() => sessionInPage(app)).toBe('signed-in');
  },
);

test(
  'survives an unexpected error in the main process, and logs it without secrets',
  { tag: ['@guard:uncaught-exception', '@guard:app-log-redaction'] },
  async ({ signedIn, team, profile }) => {
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
  },
);
