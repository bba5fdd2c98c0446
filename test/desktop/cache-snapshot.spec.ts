import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInvite, revokeInvite } from '#contract/invite/api';
import { openKeyring } from '../helpers/keyring.ts';
import type { Keyring } from '../helpers/keyring.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';

interface Fixtures {
  keyring: Keyring;
  /** Starts the app with the keyring. */
  open: () => Promise<App>;
  /** The app with the team's owner signed in, after it has kept what it shows. */
  kept: App;
  /** The id of the invite that is shown. */
  inviteId: string;
}

const invitee = 'canary-invitee@example.test';

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  keyring: async ({}, use) => {
    const keyring = await openKeyring();
    await use(keyring);
    await keyring.close();
  },
  open: async ({ keyring, launch }, use) => use(() => launch(keyring.electronSwitches, keyring.environment)),
  inviteId: async ({ owner, team }, use) => {
    const params = { organizationId: team.organizationId };
    const { id } = await owner.call(createInvite, { params, body: { email: invitee, role: 'agent' } });
    await use(id);
  },
  kept: async ({ open, inviteId, backend, team, profile }, use) => {
    const app = await open();
    await app.signIn.signIn({ server: backend.url, ...team.owner });
    await expect(app.organization.row(invitee), inviteId).toBeVisible();
    await expect.poll(() => existsSync(snapshotOf(profile)), { timeout: 20_000 }).toBe(true);
    await use(app);
  },
});

test.skip(process.platform !== 'linux', 'the keyring of a Linux desktop is what can be had without a person');

const snapshotOf = (profile: string) => join(profile, 'cache-snapshot');

test('shows the cache snapshot at the start without actions, and refreshes it', async ({
  kept,
  open,
  backend,
  owner,
  team,
  inviteId,
}) => {
  await kept.close();
  const params = { organizationId: team.organizationId, inviteId };
  await owner.call(revokeInvite, { params });
  const body = { email: 'newer@example.test', role: 'agent' } as const;
  await owner.call(createInvite, { params: { organizationId: team.organizationId }, body });

  // The server takes calls, and answers none.
  backend.signal('SIGSTOP');
  const { page, organization, sidebar } = await open();
  await expect(page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
  await expect(organization.seats).toContainText('3 members + 1 pending of 10 seats');
  const row = organization.row(invitee);
  await expect(row).toBeVisible();
  await expect(sidebar.root).not.toContainText('Connected');
  const resend = row.getByRole('button', { name: 'Resend' });
  await expect(resend).toHaveAttribute('aria-disabled', 'true');
  await expect(resend).toHaveAttribute('title', /^Unavailable while/);
  await expect(organization.send).toHaveAccessibleDescription(/^Unavailable while/);

  backend.signal('SIGCONT');
  await expect(organization.row('newer@example.test')).toBeVisible({ timeout: 30_000 });
  await expect(row).toBeHidden();
  await expect(sidebar.root).toContainText('Connected');
  await expect(organization.send).not.toHaveAttribute('aria-disabled');
});

test('the cache snapshot stays readable without a server', async ({ kept, open, backend }) => {
  await kept.close();
  backend.signal('SIGKILL');
  await backend.exited;
  const { organization } = await open();
  await expect(organization.row(invitee)).toBeVisible();
  await expect(organization.connection).toContainText('Rejoin failed... trying again in');
  await expect(organization.row(invitee)).toBeVisible();
});

test('the cache snapshot is encrypted and readable by its owner only', async ({ kept, profile }) => {
  expect(statSync(snapshotOf(profile)).mode & 0o777).toBe(0o600);
  await kept.close();
  const inClear = readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => ['latin1', 'utf16le'].some((how) => has(file, how as BufferEncoding)));
  expect(inClear).toEqual([]);
});

const has = (file: string, encoding: BufferEncoding) =>
  readFileSync(file).toString(encoding).includes(invitee);

for (const isOffline of [false, true]) {
  test(`the cache snapshot is deleted after a sign-out${isOffline ? ' offline' : ''}`, async ({
    kept,
    backend,
    profile,
  }) => {
    if (isOffline) {
      backend.signal('SIGKILL');
      await backend.exited;
    }
    await kept.sidebar.signOut.click();
    await expect(kept.signIn.password).toBeVisible();
    expect(readdirSync(profile).filter((name) => name.startsWith('cache-snapshot'))).toEqual([]);
  });
}

test('the cache snapshot is deleted when the session was ended elsewhere', async ({
  kept,
  testData,
  profile,
}) => {
  await testData.database.pool.query('delete from sessions');
  // Whatever one does next finds out.
  await kept.organization.row(invitee).getByRole('button', { name: 'Resend' }).click();
  await expect(kept.signIn.password).toBeVisible();
  expect(readdirSync(profile)).not.toContain('cache-snapshot');
});

test('the cache snapshot is deleted when another user signs in', async ({ kept, backend, team, profile }) => {
  const { email, password } = team.admin;
  const server = backend.url;
  const answer = await kept.page.evaluate((input) => window.fastlinkit.session.signIn(input), {
    server,
    email,
    password,
  });
  expect(answer).toMatchObject({ ok: true, value: { status: 'signed-in' } });
  expect(readdirSync(profile)).not.toContain('cache-snapshot');
});

test('no cache snapshot is saved without a keychain', async ({
  launch,
  backend,
  team,
  inviteId,
  profile,
}) => {
  const app = await launch(['--password-store=basic']);
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.organization.row(invitee), inviteId).toBeVisible();
  const userId = team.owner.id;
  const answer = await app.page.evaluate(
    (userId) => window.fastlinkit.cacheSnapshot.save({ userId, data: 'what is shown' }),
    userId,
  );
  expect(answer).toMatchObject({ ok: true });
  expect(readdirSync(profile)).not.toContain('cache-snapshot');
});
