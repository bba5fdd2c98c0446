import { expect, test } from './fixtures.ts';

test('the About section shows versions, the server and the bundled packages', async ({
  signedIn,
  team,
  backend,
}) => {
  const { page, electron } = await signedIn(team.owner);
  const about = await page.evaluate(() => window.fastlinkit.app.about());
  const versions = await electron.evaluate(({ app }) => ({
    app: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions['chrome'],
    node: process.versions.node,
  }));
  expect(about).toMatchObject({ ok: true, value: { ...versions, server: backend.url } });
  const packages = about.ok ? about.value.packages : [];
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['axios', 'react', 'zod']));
  expect(packages.every(({ version, license }) => version !== '' && license !== '')).toBe(true);
});

test('copies diagnostics without secrets or addresses', async ({ signedIn, team, backend }) => {
  const { page, electron } = await signedIn(team.owner);
  expect(await page.evaluate(() => window.fastlinkit.app.copyDiagnostics())).toEqual({
    ok: true,
    value: null,
  });
  const text = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/^FastLinkIt Admin \d/);
  expect(text).toContain('"event":"live.step"');
  const kept = [backend.url, new URL(backend.url).host, team.owner.email, team.owner.password, team.name];
  expect(kept.filter((secret) => text.includes(secret))).toEqual([]);
});
