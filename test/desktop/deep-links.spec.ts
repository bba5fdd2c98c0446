import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { captureOpenedLinks } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import type { App } from './app.ts';

// Each starts its app once more, on the same profile.
test.use({ ownApp: true });

const token = 'AZMrXH0afg-KVT8MK50eRAFj0m6yq4Xc9n1cG2Zb7yQxkS3vLpWm_w8dT5hUoRaE4g';

/** Starts the app a second time with links among its arguments, as the system does. */
async function openLink(links: string[], profile: string, display: Record<string, string | undefined>) {
  const args = [projectFolder, `--user-data-dir=${profile}`, ...links];
  const second = spawn(electronInUse() ?? '', args, { env: { ...process.env, ...display }, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
}

/** Records the locations that the window receives from now on. */
async function recordLocations({ page }: App): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const locations: unknown[] = [];
    Object.assign(globalThis, { recordedLocations: locations });
    window.fastlinkit.window.onNavigate((location) => locations.push(location));
  });
  await page.evaluate(() => window.fastlinkit.window.initialLocation());
  return () =>
    page.evaluate(() => (globalThis as unknown as { recordedLocations: unknown[] }).recordedLocations);
}

const initialLocation = ({ page }: App) => page.evaluate(() => window.fastlinkit.window.initialLocation());

test('a deep link navigates the running app and starts no second one', async ({
  signedIn,
  team,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const locations = await recordLocations(app);
  const { organizationId } = team;
  const inviteId = '01932b5c-7d1a-7e0f-8a55-3f0c2b9d1e45';
  await openLink([`fastlinkit://organizations/${organizationId}`], profile, display);
  await openLink([`fastlinkit://organizations/${organizationId}/invites`], profile, display);
  await openLink([`fastlinkit://organizations/${organizationId}/invites/${inviteId}`], profile, display);
  const location = { screen: 'organization', organizationId };
  await expect
    .poll(locations)
    .toEqual([location, { ...location, tab: 'invites' }, { ...location, tab: 'invites', inviteId }]);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('opens each of many simultaneous deep links in one process', async ({
  signedIn,
  team,
  profile,
  display,
}) => {
  const app = await signedIn(team.owner);
  const locations = await recordLocations(app);
  const { organizationId } = team;
  const inviteIds = Array.from({ length: 5 }, (_, count) => `invite-${count}`);
  await Promise.all(
    inviteIds.map((inviteId) =>
      openLink([`fastlinkit://organizations/${organizationId}/invites/${inviteId}`], profile, display),
    ),
  );
  const heard = async () =>
    new Set((await locations()).map((location) => (location as { inviteId?: string }).inviteId));
  await expect.poll(heard).toEqual(new Set(inviteIds));
  expect(await locations()).toHaveLength(inviteIds.length);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test(
  'a deep link starts the app at its location, once',
  { tag: '@guard:deep-link-once' },
  async ({ launch, team, testData, backend }) => {
    const { organizationId } = await testData.organization({ owner: team.owner, name: 'Beta Support' });
    const app = await launch([`fastlinkit://organizations/${organizationId}/invites`]);
    // The location waits until a user signs in, however often the renderer asks for it.
    expect(await initialLocation(app)).toEqual({ ok: true, value: null });
    await app.signIn.signIn({ server: backend.url, ...team.owner });
    await expect(app.page.getByRole('heading', { level: 1, name: 'Beta Support' })).toBeVisible();
    expect(await initialLocation(app)).toEqual({ ok: true, value: null });
    await app.sidebar.signOut.click();
    await expect(app.signIn.password).toBeVisible();
    await app.signIn.signIn({ server: backend.url, ...team.owner });
    await expect(app.sidebar.root).toBeVisible();
    expect(await initialLocation(app)).toEqual({ ok: true, value: null });
  },
);

test('a deep link to an invite page opens it in the browser, on the app’s own server', async ({
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

test(
  'ignores unknown deep links, and logs them without repeating them',
  { tag: ['@guard:deep-link-whole', '@guard:deep-link-single'] },
  async ({ signedIn, team, profile, display }) => {
    const app = await signedIn(team.owner);
    const locations = await recordLocations(app);
    const opened = await captureOpenedLinks(app.electron);
    const link = `fastlinkit://organizations/${team.organizationId}`;
    const ignored = [
      [`${link}/invites/i/revoke`],
      [`${link}?server=https://evil.test`],
      [`fastlinkit://support/invite/${token}/accept`],
      [`fastlinkit://evil.test/${token}`],
      [link, link],
    ];
    for (const links of ignored) await openLink(links, profile, display);
    const unknown = async () =>
      (await readFile(join(profile, 'logs/main.log'), 'utf8'))
        .split('\n')
        .filter((line) => line.includes('"event":"deep_link.unknown"'));
    await expect.poll(async () => (await unknown()).length).toBe(ignored.length);
    expect((await unknown()).join('\n')).not.toMatch(new RegExp(`${token}|evil|${team.organizationId}`));
    expect(await locations()).toEqual([]);
    expect(await opened()).toEqual([]);
  },
);
