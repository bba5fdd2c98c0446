import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { createInvite } from '#contract/invite';
import { heapOfMain, heapOfPage } from '../support/heap.ts';
import type { World } from '../support/factories.ts';
import { openKeyring, type Keyring } from '../support/keyring.ts';
import type { Backend } from '../support/start-backend.ts';
import { watchTraffic, type WatchedTraffic } from '../support/watched-traffic.ts';
import { expect, test as base, type App } from './fixtures.ts';

interface Fixtures {
  keyring: Keyring;
  traffic: WatchedTraffic;
  /** The app with the keyring, and the team's owner signed in, over the watched way. */
  atWork: App;
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  keyring: async ({}, use) => {
    const keyring = await openKeyring();
    await use(keyring);
    await keyring.close();
  },
  traffic: async ({ backend }, use) => {
    const traffic = await watchTraffic(backend.url);
    await use(traffic);
    await traffic.close();
  },
  atWork: async ({ keyring, traffic, launch, team, owner }, use) => {
    const { organizationId } = team;
    const body = { email: invitee, role: 'agent' } as const;
    await owner.call(createInvite, { params: { organizationId }, body });
    const app = await launch(keyring.electronSwitches, keyring.environment);
    await recordAnswers(app);
    await app.signIn.signIn({ server: traffic.url, ...team.owner });
    await expect(app.organization.row(invitee)).toBeVisible();
    await expect(app.sidebar.root).toContainText('Connected');
    await use(app);
  },
});

test.skip(process.platform !== 'linux', 'the keyring of a Linux desktop is what can be had without a person');

const invitee = 'canary-invitee@example.test';

/** Keeps all that the main process answers the window or tells it from now on. */
async function recordAnswers({ electron }: App): Promise<void> {
  await electron.evaluate(({ ipcMain, webContents }) => {
    const heard: string[] = [];
    Object.assign(globalThis, { heardByPage: heard });
    // Electron has it, but does not declare it.
    type Handler = (...given: unknown[]) => unknown;
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (...given) => {
        const answer = await handler(...given);
        heard.push(JSON.stringify([channel, answer]));
        return answer;
      });
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...values: unknown[]) => {
        heard.push(JSON.stringify([channel, values]));
        send(channel, ...values);
      };
    }
  });
}

const heardByPage = ({ electron }: App) =>
  electron.evaluate(() => (globalThis as unknown as { heardByPage: string[] }).heardByPage.join('\n'));

/** All that the page keeps where it would outlive it. */
async function storedByPage({ page, electron }: App): Promise<string> {
  const stored: unknown = await page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: await indexedDB.databases(),
    cookies: document.cookie,
  }));
  const cookies = await electron.evaluate(({ session }) => session.defaultSession.cookies.get({}));
  return JSON.stringify([stored, cookies]);
}

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const secretsIn = (text: string, secrets: string[]) =>
  secrets.filter((secret) => text.includes(secret)).length;

test('no session token is in the page, in what it is told or in what it keeps', async ({
  atWork,
  traffic,
  team,
}) => {
  await atWork.organization.tab('Members').click();
  await expect(atWork.organization.row('Agnes Agent')).toBeVisible();
  await atWork.page.getByRole('link', { name: 'Settings' }).click();
  await expect(atWork.page.getByRole('heading', { level: 1 })).toHaveText('Settings');

  const tokens = traffic.issuedTokens();
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  const [heap, heard] = [await heapOfPage(atWork.page), await heardByPage(atWork)];
  // What the page may know is found by the same search, in both.
  expect([secretsIn(heap, [team.owner.email]), secretsIn(heard, [team.owner.email])]).toEqual([1, 1]);
  const places = { heap, heard, stored: await storedByPage(atWork), document: await atWork.page.content() };
  const found = Object.entries(places).map(([place, text]) => [place, secretsIn(text, tokens)]);
  expect(Object.fromEntries(found)).toEqual({ heap: 0, heard: 0, stored: 0, document: 0 });
});

test('is kept by the keyring over a restart, for its owner alone and not in clear', async ({
  atWork,
  traffic,
  launch,
  keyring,
  profile,
}) => {
  await atWork.close();
  const again = await launch(keyring.electronSwitches, keyring.environment);
  await expect(again.organization.row(invitee)).toBeVisible();
  await expect(again.page.getByText(/will ask again next time/)).toBeHidden();
  await expect.poll(() => readdirSync(profile)).toContain('last-data');
  await again.close();

  expect(statSync(join(profile, 'session')).mode & 0o777).toBe(0o600);
  const tokens = traffic.issuedTokens();
  // Nor are the people of the organization: what was shown last is kept as well.
  const inClear = filesBelow(profile).filter((file) => {
    const bytes = readFileSync(file);
    return [...tokens, invitee].some(
      (secret) => bytes.includes(secret) || bytes.includes(secret, 0, 'utf16le'),
    );
  });
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  expect(inClear).toEqual([]);
});

test('asks to sign in again with another keyring', async ({ atWork, launch, profile, team }) => {
  await atWork.close();
  const other = await openKeyring();
  const app = await launch(other.electronSwitches, other.environment);
  await expect(app.signIn.password).toBeVisible();
  await expect(app.signIn.email).toHaveValue(team.owner.email);
  expect(readFileSync(join(profile, 'logs/main.log'), 'utf8')).toContain('"event":"vault.unreadable"');
  await app.close();
  await other.close();
});

test('asks to sign in again whichever bytes of the file are left', async ({
  atWork,
  profile,
  launch,
  keyring,
}) => {
  const file = join(profile, 'session');
  // The app's own code, in a process that has the real keyring: a start of the app for each byte would take an hour.
  const vaultModule = join(profile, 'session-vault.cjs');
  await build({
    input: 'src/main/session-vault.ts',
    platform: 'node',
    logLevel: 'silent',
    output: { file: vaultModule, format: 'cjs' },
  });
  const whole = readFileSync(file);
  const read = await atWork.electron.evaluate(
    ({ safeStorage }, { path, vaultModule, whole }) => {
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      const require = process.getBuiltinModule('node:module').createRequire(vaultModule);
      const { createSessionVault } = require(vaultModule) as {
        createSessionVault: (options: object) => { read: () => unknown };
      };
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const vault = createSessionVault({ path, keychain: safeStorage, log });
      const bytes = Buffer.from(whole, 'base64');
      return Array.from({ length: bytes.length + 1 }, (_, length) => {
        writeFileSync(path, bytes.subarray(0, length));
        return vault.read() !== undefined;
      });
    },
    { path: join(profile, 'cut'), vaultModule, whole: whole.toString('base64') },
  );
  expect(whole.length).toBeGreaterThan(500);
  expect(read.flatMap((isRead, length) => (isRead ? [length] : []))).toEqual([whole.length]);
  await atWork.close();

  for (const length of [Math.floor(whole.length / 2), 0]) {
    truncateSync(file, length);
    const app = await launch(keyring.electronSwitches, keyring.environment);
    await expect(app.signIn.password).toBeVisible();
    await app.close();
  }
});

test('keeps nothing where the keychain is one that everybody has the key of', async ({
  launch,
  backend,
  team,
  profile,
}) => {
  const app = await launch(['--password-store=basic']);
  await expect(app.page.getByText(/will ask again next time/)).toBeVisible();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  expect(readdirSync(profile)).not.toContain('session');
});

/** Ways for a session to end; what is left of it is nothing. */
const endings: Record<string, (app: App, context: { backend: Backend; world: World }) => Promise<void>> = {
  'a sign-out': ({ sidebar }) => sidebar.signOut.click(),
  'a sign-out offline': async ({ sidebar, organization }, { backend }) => {
    backend.signal('SIGKILL');
    await backend.exited;
    await expect(organization.connection).not.toBeEmpty();
    await sidebar.signOut.click();
  },
  'its end on the server': async ({ organization }, { world }) => {
    await world.database.pool.query('delete from sessions');
    // Whichever comes first: the live connection finds out, or the next thing that one does.
    await organization
      .tab('Members')
      .click({ timeout: 2000 })
      .catch(() => undefined);
  },
};

for (const [ending, end] of Object.entries(endings)) {
  test(`after ${ending} nothing of the session is left`, async ({
    atWork,
    traffic,
    backend,
    world,
    profile,
  }) => {
    const tokensInMain = async () =>
      secretsIn(await heapOfMain(atWork.electron, profile), traffic.issuedTokens());
    await expect.poll(() => readdirSync(profile)).toEqual(expect.arrayContaining(['session', 'last-data']));
    expect(await tokensInMain()).toBeGreaterThan(0);
    expect(traffic.openStreams()).toBe(1);
    await end(atWork, { backend, world });
    await expect(atWork.signIn.password).toBeVisible();

    const kept = new Set(['session', 'last-data', 'session.new', 'last-data.new']);
    expect(readdirSync(profile).filter((name) => kept.has(name))).toEqual([]);
    await expect.poll(traffic.openStreams).toBe(0);
    const answer = await atWork.page.evaluate(() => window.fastlinkit.session.list());
    expect(answer).toMatchObject({ ok: false, problem: { code: 'unauthenticated' } });
    // The server is told meanwhile, or it is found out that it is not there.
    await expect.poll(tokensInMain, { timeout: 20_000 }).toBe(0);
    await expect.poll(async () => secretsIn(await heapOfPage(atWork.page), [invitee])).toBe(0);
  });
}
