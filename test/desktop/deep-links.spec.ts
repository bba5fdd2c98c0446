import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { captureOpenedLinks } from '../support/electron-app.ts';
import { expect, test } from './fixtures.ts';
import type { App } from './fixtures.ts';

const token = 'AZMrXH0afg-KVT8MK50eRAFj0m6yq4Xc9n1cG2Zb7yQxkS3vLpWm_w8dT5hUoRaE4g';

/** As the system does: the app is started once more, with the link among its arguments. */
async function openLink(links: string[], profile: string, display: Record<string, string | undefined>) {
  const args = [projectFolder, `--user-data-dir=${profile}`, ...links];
  const second = spawn(electronInUse() ?? '', args, { env: { ...process.env, ...display }, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
}

/** The places that the page is led to from now on. */
async function hearPlaces({ page }: App): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const places: unknown[] = [];
    Object.assign(globalThis, { heardPlaces: places });
    window.fastlinkit.window.onPlace((place) => places.push(place));
  });
  await page.evaluate(() => window.fastlinkit.window.place());
  return () => page.evaluate(() => (globalThis as unknown as { heardPlaces: unknown[] }).heardPlaces);
}

const takePlace = ({ page }: App) => page.evaluate(() => window.fastlinkit.window.place());

test('leads the running app to the place, and starts no other', async ({
  signedIn,
  team,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const places = await hearPlaces(app);
  const { organizationId } = team;
  const inviteId = '01932b5c-7d1a-7e0f-8a55-3f0c2b9d1e45';
  await openLink([`fastlinkit://organizations/${organizationId}`], profile, display);
  await openLink([`fastlinkit://organizations/${organizationId}/invites`], profile, display);
  await openLink([`fastlinkit://organizations/${organizationId}/invites/${inviteId}`], profile, display);
  const place = { screen: 'organization', organizationId };
  await expect
    .poll(places)
    .toEqual([place, { ...place, tab: 'invites' }, { ...place, tab: 'invites', inviteId }]);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('follows each of many links that come at once, in one process', async ({
  signedIn,
  team,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const places = await hearPlaces(app);
  const { organizationId } = team;
  const inviteIds = Array.from({ length: 5 }, (_, count) => `invite-${count}`);
  await Promise.all(
    inviteIds.map((inviteId) =>
      openLink([`fastlinkit://organizations/${organizationId}/invites/${inviteId}`], profile, display),
    ),
  );
  const heard = async () =>
    new Set((await places()).map((place) => (place as { inviteId?: string }).inviteId));
  await expect.poll(heard).toEqual(new Set(inviteIds));
  expect(await places()).toHaveLength(inviteIds.length);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('starts the app at its place, once', async ({ launch, team, world, backend }) => {
  const { organizationId } = await world.organization({ owner: team.owner, name: 'Beta Support' });
  const app = await launch([`fastlinkit://organizations/${organizationId}/invites`]);
  // Signed out the place waits, however often the page asks.
  expect(await takePlace(app)).toEqual({ ok: true, value: null });
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Beta Support' })).toBeVisible();
  expect(await takePlace(app)).toEqual({ ok: true, value: null });
  await app.sidebar.signOut.click();
  await expect(app.signIn.password).toBeVisible();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.sidebar.root).toBeVisible();
  expect(await takePlace(app)).toEqual({ ok: true, value: null });
});

test('opens the page of an invite in the browser, on the server that the app knows', async ({
  signedIn,
  team,
  backend,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const opened = await captureOpenedLinks(app.electron);
  await openLink([`fastlinkit://support/invite/${token}`], profile, display);
  await expect.poll(opened).toEqual([`${backend.url}/support/invite/${token}`]);
  await app.sidebar.signOut.click();
  await expect(app.signIn.password).toBeVisible();
  await openLink([`fastlinkit://support/invite/${token}`], profile, display);
  await expect.poll(async () => (await opened()).length).toBe(2);
  expect(await readFile(join(profile, 'logs/main.log'), 'utf8')).not.toContain(token);
});

test('ignores every other link, and says so in the log without repeating it', async ({
  signedIn,
  team,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const places = await hearPlaces(app);
  const opened = await captureOpenedLinks(app.electron);
  const place = `fastlinkit://organizations/${team.organizationId}`;
  const ignored = [
    [`${place}/invites/i/revoke`],
    [`${place}?server=https://evil.test`],
    [`fastlinkit://support/invite/${token}/accept`],
    [`fastlinkit://evil.test/${token}`],
    [place, place],
  ];
  for (const links of ignored) await openLink(links, profile, display);
  const unknown = async () =>
    (await readFile(join(profile, 'logs/main.log'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"event":"link.unknown"'));
  await expect.poll(async () => (await unknown()).length).toBe(ignored.length);
  expect((await unknown()).join('\n')).not.toMatch(new RegExp(`${token}|evil|${team.organizationId}`));
  expect(await places()).toEqual([]);
  expect(await opened()).toEqual([]);
});
