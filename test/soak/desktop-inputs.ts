import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import type { Bridge } from '../../src/contract/bridge/types.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/setup/display.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn } from '../helpers/api-client.ts';
import { createDatabase } from '../helpers/databases.ts';
import { captureOpenedLinks, startElectron } from '../helpers/electron-app.ts';
import { openTestData } from '../helpers/factories.ts';
import { hostileAddresses, hostileCalls, hostileLinks, type HostileCall } from '../helpers/hostile-inputs.ts';
import { startTamperingProxy } from '../helpers/tampering-proxy.ts';
import { openMailbox } from '../helpers/mailbox.ts';
import { startBackend, type Backend } from '../helpers/start-backend.ts';
import type { Part, Result } from './part.ts';

declare global {
  interface Window {
    readonly fastlinkit: Bridge;
  }
}

const counts = { short: 250, long: 10_000 };
/** So many calls are under way at a time. */
const atOnce = 50;

/** The real app, with somebody signed in to a backend that lies about links. */
interface Target {
  electron: ElectronApplication;
  page: Page;
  profile: string;
  backend: Backend;
  /** The one server that the app may open pages of. */
  server: string;
  organizationId: string;
  inviteId: string;
  opened: () => Promise<string[]>;
  log: () => string;
  lie: (link: string) => void;
}

export const part: Part = {
  what: 'hostile inputs of the app, per parser: deep link, IPC, URL, server address',
  goal: '10,000 each: 0 crashes, 0 5xx, 0 unlisted openExternal',
  run: (size) => withTarget(async (target) => attack(target, counts[size], Date.now() % 2 ** 31)),
};

async function attack(target: Target, count: number, seed: number): Promise<Result> {
  const { electron, page, backend, server, opened, log } = target;
  const findings: string[] = [];
  await followLinks(target, hostileLinks(count, seed));
  await callBridge(page, hostileCalls(count, target.organizationId, seed), findings);
  await openLinks(target, hostileAddresses(count, server, seed), findings);
  await typeAddresses(page, hostileAddresses(count, server, seed + 1), findings);

  const state = await page.evaluate(() => window.fastlinkit.session.current());
  if (!state.ok || state.value.status !== 'signed-in') findings.push('the session was lost');
  const crashes = [...log().matchAll(/"event":"(main\.|window\.page_gone|deep_link\.not_opened)[^}]*/g)];
  findings.push(...crashes.map(([line]) => line.slice(0, 300)));
  const failed = backend
    .log()
    .filter(({ res }) => ((res as { status?: number } | undefined)?.status ?? 0) >= 500);
  findings.push(...failed.map((line) => `5xx: ${JSON.stringify(line)}`));
  const links = await opened();
  const unlisted = links.filter((link) => !link.startsWith(`${server}/`));
  findings.push(...unlisted.map((link) => `opened ${link}`));
  const windows = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  // The usual one, and one for the organization that some of the calls name.
  if (windows > 2) findings.push(`${windows} windows`);
  const reached =
    `${count.toLocaleString('en')} of each, ${links.length} pages of the server opened: ` +
    `${crashes.length} crashes, ${failed.length} 5xx, ${unlisted.length} unlisted openExternal`;
  const shown = findings.slice(0, 5).join('\n');
  return findings.length === 0
    ? { reached, met: true }
    : { reached: `${reached}; seed ${seed}; ${findings.length} findings:\n${shown}`, met: false };
}

/** As the system hands them over to the app that runs already. */
async function followLinks({ electron, profile }: Target, links: string[][]): Promise<void> {
  const file = join(profile, 'hostile-links.json');
  writeFileSync(file, JSON.stringify(links));
  // What takes long must not be awaited over the inspector: it forgets a promise that outlives a garbage collection.
  await electron.evaluate(({ app }, file) => {
    const { readFileSync, rmSync } = process.getBuiltinModule('node:fs');
    const left = JSON.parse(readFileSync(file, 'utf8')) as string[][];
    const followSome = () => {
      for (const args of left.splice(0, 50))
        app.emit('second-instance', {}, ['/opt/app', ...args], '/', undefined);
      if (left.length > 0) setTimeout(followSome);
      else rmSync(file);
    };
    setTimeout(followSome);
  }, file);
  while (existsSync(file)) await delay(100);
}

async function callBridge(page: Page, calls: HostileCall[], findings: string[]): Promise<void> {
  for (let at = 0; at < calls.length; at += atOnce) {
    const found = await page.evaluate(
      (calls) =>
        Promise.all(
          calls.map(async ({ channel, input }) => {
            const [noun = '', verb = ''] = channel.split('.');
            const bridge = window.fastlinkit as unknown as Record<
              string,
              Record<string, (input: unknown) => Promise<unknown>>
            >;
            const outcome = (await bridge[noun]?.[verb]?.(input)) as {
              ok?: unknown;
              value?: unknown;
              problem?: { code?: unknown; detail?: unknown };
            };
            const isSuccess = outcome?.ok === true && outcome.value !== undefined;
            const isRefusal = outcome?.ok === false && typeof outcome.problem?.detail === 'string';
            const isBug = outcome.problem?.code === 'internal' || outcome.problem?.code === 'app_failed';
            const isForeseen = isSuccess || (isRefusal && !isBug);
            return isForeseen ? '' : `${channel}: ${JSON.stringify(outcome)}`;
          }),
        ),
      calls.slice(at, at + atOnce),
    );
    findings.push(...found.filter((one) => one !== ''));
  }
}

/** The server says where the link of an invite leads; the app has to judge it. */
async function openLinks(
  { page, lie, ...target }: Target,
  links: string[],
  findings: string[],
): Promise<void> {
  const input = { organizationId: target.organizationId, inviteId: target.inviteId };
  for (const link of links) {
    lie(link);
    const outcome = await page.evaluate((input) => window.fastlinkit.invite.openLink(input), input);
    if (!outcome.ok && outcome.problem.code !== 'forbidden')
      findings.push(`${JSON.stringify(link)}: ${JSON.stringify(outcome)}`);
  }
}

async function typeAddresses(page: Page, addresses: string[], findings: string[]): Promise<void> {
  for (let at = 0; at < addresses.length; at += atOnce) {
    const outcomes = await page.evaluate(
      (addresses) =>
        Promise.all(addresses.map((server) => window.fastlinkit.session.openForgotPassword({ server }))),
      addresses.slice(at, at + atOnce),
    );
    const odd = outcomes.filter(
      (outcome) => !outcome.ok && ['internal', 'app_failed'].includes(outcome.problem.code),
    );
    findings.push(...odd.map((outcome) => JSON.stringify(outcome)));
  }
}

async function withTarget(work: (target: Target) => Promise<Result>): Promise<Result> {
  const closing: (() => unknown)[] = [];
  try {
    return await work(await openTarget((close) => closing.push(close)));
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

async function openTarget(onClose: (close: () => unknown) => void): Promise<Target> {
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  onClose(() => display?.stop());
  const mailbox = await openMailbox();
  onClose(() => mailbox.close());
  const database = await createDatabase();
  onClose(() => database.drop());
  const backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl });
  onClose(() => backend.stop());
  const testData = openTestData(database.url);
  onClose(() => testData.close());
  const { organizationId, owner } = await testData.team({ name: 'Acme Support' });
  const { client } = await signIn(backend.url, owner);
  const body = { email: 'invitee@example.test', role: 'agent' } as const;
  const invite = await client.call(createInvite, { params: { organizationId }, body });
  let link = '';
  const proxy = await startTamperingProxy(backend.url, () => link);
  onClose(() => proxy.close());

  const profile = temporaryFolder('fastlinkit-profile');
  onClose(() => removeFolder(profile));
  const electron = await startElectron({
    profile,
    // Names that are made up lead nowhere, at once.
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
    ...(display === undefined ? {} : { environment: display.environment }),
  });
  onClose(() => electron.close());
  const page = await electron.firstWindow();
  const opened = await captureOpenedLinks(electron);
  await electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
  });
  const { email, password } = owner;
  const outcome = await page.evaluate((input) => window.fastlinkit.session.signIn(input), {
    server: proxy.url,
    email,
    password,
  });
  if (!outcome.ok) throw new Error(`The app could not sign in: ${outcome.problem.detail}`);
  await page.getByRole('heading', { level: 1, name: 'Acme Support' }).waitFor();
  return {
    electron,
    page,
    profile,
    backend,
    server: proxy.url,
    organizationId,
    inviteId: invite.id,
    opened,
    log: () => readFileSync(join(profile, 'logs/main.log'), 'utf8'),
    lie: (next) => {
      link = next;
    },
  };
}
