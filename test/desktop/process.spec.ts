import { hearStarts, startAgain } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import type { App } from './app.ts';

// They start it once more, on the same profile.
test.use({ ownApp: true });

const bounds = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

test('the window opens at its default size, and later where it was last', async ({ launch }) => {
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

test('the window is shown after the first render, on the theme’s background', async ({ launch }) => {
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

test(
  'runs one process per profile, however often it is started',
  { tag: '@guard:single-instance' },
  async ({ app, profile, display }) => {
    const links = Array.from({ length: 8 }, (_, place) => `fastlinkit://organizations/place-${place}`);
    const heard = await hearStarts(app.electron);
    const exitCodes = await startAgain(
      { profile, environment: display },
      links.map((link) => [link]),
    );
    expect(exitCodes).toEqual(links.map(() => 0));
    expect((await heard()).toSorted()).toEqual(links);
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    await expect(app.signIn.password).toBeVisible();
  },
);
