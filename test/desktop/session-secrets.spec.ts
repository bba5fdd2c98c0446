import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { createInvite } from '#contract/invite/api';
import { heapOfMain, heapOfPage } from '../helpers/heap.ts';
import type { TestData } from '../helpers/factories.ts';
import { openKeyring } from '../helpers/keyring.ts';
import type { Keyring } from '../helpers/keyring.ts';
import type { Backend } from '../helpers/start-backend.ts';
import { watchTraffic } from '../helpers/watched-traffic.ts';
import type { WatchedTraffic } from '../helpers/watched-traffic.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';

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

test(
  'the renderer holds no session token in its memory, storage or IPC answers',
  { tag: '@guard:session-state-without-token' },
  async ({ atWork, traffic, team }) => {
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
  },
);

test(
  'the keyring keeps the session over a restart, encrypted and readable by its owner only',
  { tag: '@guard:session-file-mode' },
  async ({ atWork, traffic, launch, keyring, profile }) => {
    await atWork.close();
    const again = await launch(keyring.electronSwitches, keyring.environment);
    await expect(again.organization.row(invitee)).toBeVisible();
    await expect(again.page.getByText(/need to sign in again next time/)).toBeHidden();
    await expect.poll(() => readdirSync(profile)).toContain('cache-snapshot');
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
  },
);

test(
  'another keyring means signing in again',
  { tag: '@guard:session-file-unreadable' },
  async ({ atWork, launch, profile, team }) => {
    await atWork.close();
    const other = await openKeyring();
    const app = await launch(other.electronSwitches, other.environment);
    await expect(app.signIn.password).toBeVisible();
    await expect(app.signIn.email).toHaveValue(team.owner.email);
    expect(readFileSync(join(profile, 'logs/main.log'), 'utf8')).toContain('"event":"vault.unreadable"');
    await app.close();
    await other.close();
  },
);

test('a session file truncated at any byte means signing in again', async ({
  atWork,
  profile,
  launch,
  keyring,
}) => {
  const file = join(profile, 'session');
  // The app's own code, in a process that has the real keyring: a start of the app for each byte would take an hour.
  const vaultModule = join(profile, 'session-vault.cjs');
  await build({
    input: 'src/main/session/session-vault.ts',
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
        createSessionVault: (options: object) => { load: () => unknown };
      };
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const vault = createSessionVault({ path, keychain: safeStorage, log });
      const bytes = Buffer.from(whole, 'base64');
      return Array.from({ length: bytes.length + 1 }, (_, length) => {
        writeFileSync(path, bytes.subarray(0, length));
        return vault.load() !== undefined;
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

test('saves no session with a publicly known key', async ({ launch, backend, team, profile }) => {
  const app = await launch(['--password-store=basic']);
  await expect(app.page.getByText(/need to sign in again next time/)).toBeVisible();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  expect(readdirSync(profile)).not.toContain('session');
});

interface Ending {
  tag: string[];
  end: (app: App, context: { backend: Backend; testData: TestData }) => Promise<void>;
}

/** Ways for a session to end; what is left of it is nothing. */
const waysToEnd: Record<string, Ending> = {
  'a sign-out': {
    tag: ['@guard:sign-out-stream', '@guard:sign-out-cache'],
    end: ({ sidebar }) => sidebar.signOut.click(),
  },
  'a sign-out offline': {
    tag: ['@guard:sign-out-file'],
    async end({ sidebar, organization }, { backend }) {
      backend.signal('SIGKILL');
      await backend.exited;
      await expect(organization.connection).not.toBeEmpty();
      await sidebar.signOut.click();
    },
  },
  'its end on the server': {
    tag: [],
    async end({ organization }, { testData }) {
      await testData.database.pool.query('delete from sessions');
      // Whichever comes first: the live connection finds out, or the next thing that one does.
      await organization
        .tab('Members')
        .click({ timeout: 2000 })
        .catch(() => undefined);
    },
  },
};

for (const [ending, { tag, end }] of Object.entries(waysToEnd)) {
  test(
    `after ${ending}, nothing of the session is left on disk or in memory`,
    { tag },
    async ({ atWork, traffic, backend, testData, profile }) => {
      const tokensInMain = async () =>
        secretsIn(await heapOfMain(atWork.electron, profile), traffic.issuedTokens());
      await expect
        .poll(() => readdirSync(profile))
        .toEqual(expect.arrayContaining(['session', 'cache-snapshot']));
      expect(await tokensInMain()).toBeGreaterThan(0);
      expect(traffic.openStreams()).toBe(1);
      await end(atWork, { backend, testData });
      await expect(atWork.signIn.password).toBeVisible();

      const kept = new Set(['session', 'cache-snapshot', 'session.new', 'cache-snapshot.new']);
      expect(readdirSync(profile).filter((name) => kept.has(name))).toEqual([]);
      await expect.poll(traffic.openStreams).toBe(0);
      const answer = await atWork.page.evaluate(() => window.fastlinkit.session.list());
      expect(answer).toMatchObject({ ok: false, problem: { code: 'unauthenticated' } });
      // The app signs out on the server, or finds out that the server is down.
      await expect.poll(tokensInMain, { timeout: 20_000 }).toBe(0);
      await expect.poll(async () => secretsIn(await heapOfPage(atWork.page), [invitee])).toBe(0);
    },
  );
}
