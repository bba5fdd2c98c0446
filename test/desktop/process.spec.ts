import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { expect, test } from './fixtures.ts';
import type { App } from './fixtures.ts';

const bounds = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

test('opens at its usual size, and where it was the last time', async ({ launch }) => {
  const first = await launch();
  expect(await bounds(first)).toMatchObject({ width: 1180, height: 760 });
  const moved = { x: 40, y: 60, width: 1000, height: 640 };
  await first.electron.evaluate(
    ({ BrowserWindow }, moved) => BrowserWindow.getAllWindows()[0]?.setBounds(moved),
    moved,
  );
  await expect.poll(() => bounds(first)).toEqual(moved);
  await first.close();

  const second = await launch();
  expect(await bounds(second)).toEqual(moved);
});

test('is shown only once it has something to show, on the background of the theme', async ({ launch }) => {
  const first = await launch();
  await first.page.evaluate(() => window.fastlinkit.appearance.setTheme({ theme: 'dark' }));
  await expect
    .poll(() => first.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
    .toBe(true);
  await first.close();

  const { electron, page } = await launch();
  await expect
    .poll(() =>
      electron.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { visible: window?.isVisible(), background: window?.getBackgroundColor() };
      }),
    )
    .toEqual({ visible: true, background: '#171A21' });
  const theme = await page.evaluate(() => window.fastlinkit.appearance.theme());
  expect(theme).toEqual({ ok: true, value: 'dark' });
  const menu = await electron.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
      .find(({ label }) => label === 'Theme')
      ?.submenu?.items.filter(({ checked }) => checked)
      .map(({ label }) => label),
  );
  expect(menu).toEqual(['Dark']);
});

test('is there once for each profile', async ({ app, profile, display }) => {
  const executable = electronInUse() ?? '';
  const second = spawnSync(executable, [projectFolder, `--user-data-dir=${profile}`], {
    env: { ...process.env, ...display },
    timeout: 20_000,
  });
  expect(second.status).toBe(0);
  await expect(app.signIn.password).toBeVisible();
});

test('comes back after its page has crashed, still signed in', async ({ signedIn, team, profile }) => {
  const { electron, page } = await signedIn(team.owner);
  const loaded = electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        BrowserWindow.getAllWindows()[0]?.webContents.once('did-finish-load', () => resolve());
      }),
  );
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await loaded;
  const state: unknown = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('window.fastlinkit.session.current()'),
  );
  expect(state).toMatchObject({ ok: true, value: { status: 'signed-in' } });
  expect(page.isClosed()).toBe(false);
  const log = await readFile(join(profile, 'logs/main.log'), 'utf8');
  expect(log).toContain('"event":"window.page_gone"');
  expect(log).not.toContain(team.owner.password);
});
