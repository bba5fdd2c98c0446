import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runElectron, useFakeBrowser } from '../helpers/electron-app.ts';
import { answerQuestions } from '../helpers/questions.ts';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

/** Where the window is, and what of the screen it may use. */
const place = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow, screen }) => ({
    window: BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 },
    area: screen.getPrimaryDisplay().workArea,
  }));

async function expectInView(app: App): Promise<void> {
  const { window, area } = await place(app);
  expect(window.width).toBeGreaterThan(0);
  expect(window.x).toBeGreaterThanOrEqual(area.x);
  expect(window.y).toBeGreaterThanOrEqual(area.y);
  expect(window.x + window.width).toBeLessThanOrEqual(area.x + area.width);
  expect(window.y + window.height).toBeLessThanOrEqual(area.y + area.height);
}

test('the window is wholly in view although the screen that it was on is gone', async ({
  launch,
  profile,
}) => {
  const bounds = { x: 2_600, y: 300, width: 1_180, height: 760 };
  await writeFile(
    join(profile, 'preferences.json'),
    JSON.stringify({ window: { bounds, maximized: false } }),
  );
  await expectInView(await launch());
});

test('the window is wholly in view on a screen that is smaller than its usual smallest size', async ({
  launch,
}) => {
  const app = await launch(['--force-device-scale-factor=2']);
  expect((await place(app)).area.height).toBeLessThan(560);
  await expectInView(app);
  await expect(app.page.getByRole('button', { name: 'Sign in' })).toBeInViewport();
});

test('a profile that cannot be written to is an error with an explanation', async ({ profile, display }) => {
  const file = join(profile, 'file');
  await writeFile(file, '');
  const script = join(profile, 'show-error.cjs');
  await writeFile(
    script,
    `const { dialog } = require('electron');
     dialog.showErrorBox = (title, reason) => console.log('shown: ' + title + '. ' + reason);`,
  );
  const unusable = join(file, 'profile');
  const { exitCode, output } = await runElectron({ profile: unusable, environment: display }, script);
  expect(output).toContain(`shown: FastLinkIt Admin can’t start. It can’t write to its folder ${unusable}.`);
  expect(exitCode).toBe(1);
});

test.describe('on Linux', () => {
  test.skip(process.platform !== 'linux', 'a program of the system opens links there');

  test('a link that no program opens can be copied', async ({ signedIn, team, backend }) => {
    const { electron, page, organization } = await signedIn(team.owner);
    await useFakeBrowser(electron, 3);
    const asked = await answerQuestions(electron, ['Copy link']);
    await organization.seats.getByRole('button', { name: 'Buy seats' }).click();
    await expect.poll(asked).toEqual(['No program on this computer opens links.']);
    await expect
      .poll(() => electron.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(`${backend.url}/organizations/${team.organizationId}/billing`);
    await expect(page.getByRole('alert')).toBeHidden();
  });

  test('dates follow the system’s format of dates and its time zone, also when that changes', async ({
    launch,
    backend,
    team,
  }) => {
    const app = await launch([], {
      LANG: 'en_US.UTF-8',
      LC_ALL: '',
      LC_TIME: 'de_DE.UTF-8',
      TZ: 'Asia/Tokyo',
    });
    await app.signIn.signIn({ server: backend.url, ...team.owner });
    await app.sidebar.link('Settings').click();
    const example = app.page.getByText(/^Example: /);
    await expectExample('Asia/Tokyo');

    const session = await app.page.context().newCDPSession(app.page);
    await session.send('Emulation.setTimezoneOverride', { timezoneId: 'America/New_York' });
    await app.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expectExample('America/New_York');

    /** The example is a minute old at most. */
    async function expectExample(timeZone: string): Promise<void> {
      await expect(async () => {
        const times = [Date.now(), Date.now() - 60_000].map((time) =>
          new Intl.DateTimeFormat('de-DE', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
            time,
          ),
        );
        const text = (await example.textContent()) ?? '';
        expect(times).toContain(text.replace('Example: ', ''));
      }).toPass({ timeout: 30_000 });
    }
  });
});
