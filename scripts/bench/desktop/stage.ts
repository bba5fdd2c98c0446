import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { createInvite, revokeInvite } from '#contract/invite';
import { signIn as signInByApi, type ApiClient } from '../../../test/support/api-client.ts';
import { openKeyring } from '../../../test/support/keyring.ts';
import { openWorld, type Team, type World } from '../../../test/support/factories.ts';
import { openMailbox } from '../../../test/support/mailbox.ts';
import { startBackend, type Backend } from '../../../test/support/start-backend.ts';
import { ensureBuilt } from '../../build.mjs';
import { electronInUse } from '../../setup/electron.mjs';
import { projectFolder } from '../../setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../../setup/temporary-folder.mjs';
import { atEnd } from '../ending.ts';
import { fillOrganizations } from '../fill.ts';
import { createBenchDatabase } from '../postgres.ts';
import type { Program } from './painted.ts';
import { startScreen, type Screen } from './screen.ts';

/** The built app with all that it needs, everything of it real; and the blank window beside it. */
export interface DesktopStage {
  screen: Screen;
  backend: Backend;
  world: World;
  team: Team;
  /** The app as a person starts it; its profile and keyring stay the same. */
  app: Program;
  blank: Program;
  /** The app, to be looked into and used. */
  openApp: () => Promise<{ electron: ElectronApplication; page: Page }>;
  openBlank: () => Promise<{ electron: ElectronApplication; page: Page }>;
  /** Signs the team's owner in; the session is kept for the next start. */
  signIn: (page: Page) => Promise<void>;
  /** Resolves once the app has kept what it shows for its next start. */
  lastDataKept: () => Promise<void>;
  /** Invites so many people by the API, and revokes it. */
  inviteAndRevoke: (count: number) => Promise<void>;
  /** An organization with so many members. @returns its id */
  largeOrganization: (members: number) => Promise<string>;
}

const signInEveryMs = 10 * 60_000;

let stage: Promise<DesktopStage> | undefined;

/** One for all rows of a run; nobody is signed in at first. */
export function openDesktopStage(): Promise<DesktopStage> {
  stage ??= setUp();
  return stage;
}

async function setUp(): Promise<DesktopStage> {
  await ensureBuilt(['app', 'backend']);
  const folder = temporaryFolder('fastlinkit-bench');
  atEnd(async () => removeFolder(folder));
  const screen = await startScreen();
  atEnd(screen.stop);
  const keyring = await openKeyring();
  atEnd(keyring.close);
  const mailbox = await openMailbox();
  atEnd(mailbox.close);
  const databaseUrl = await createBenchDatabase();
  const backend = await startBackend({
    databaseUrl,
    smtpUrl: mailbox.smtpUrl,
    // More are invited in half an hour than an organization may in a day.
    environment: { FASTLINKIT_SENDS_PER_DAY: '100000000' },
  });
  const world = openWorld(databaseUrl);
  for (const end of [backend.stop, world.close]) atEnd(end);
  const team = await world.team({ name: 'Acme Support', maxSeats: 100 });

  const invite = (client: ApiClient, email: string) =>
    client.call(createInvite, {
      params: { organizationId: team.organizationId },
      body: { email, role: 'agent' },
    });
  /** Somebody who invites from elsewhere, signed in anew now and then: an access token is good for 15 minutes. */
  let inviter: { client: ApiClient; since: number } | undefined;
  const inviterOfNow = async (): Promise<ApiClient> => {
    if (inviter === undefined || Date.now() - inviter.since > signInEveryMs) {
      const { client } = await signInByApi(backend.url, team.owner);
      inviter = { client, since: Date.now() };
    }
    return inviter.client;
  };
  for (let n = 1; n <= 6; n += 1) await invite(await inviterOfNow(), `invitee-${n}@example.test`);

  const command = electronInUse();
  if (command === undefined) throw new Error('There is no Electron: run npm test once.');
  const environment = { ...screen.environment, ...keyring.environment, WAYLAND_DISPLAY: undefined };
  const program = (app: string, profile: string): Program => ({
    command,
    parameters: [app, ...keyring.electronSwitches, `--user-data-dir=${join(folder, profile)}`],
    environment,
  });
  const app = program(projectFolder, 'profile');
  /** Each address is invited once: nobody is mailed more than twenty times a day. */
  let passing = 0;
  const blank = program(blankWindow(folder), 'blank');

  return {
    screen,
    backend,
    world,
    team,
    app,
    blank,
    openApp: () => open(app),
    openBlank: () => open(blank),
    async signIn(page) {
      await page.getByRole('button', { name: /^Sign (in|out)$/ }).waitFor();
      if (await page.getByRole('button', { name: 'Sign in' }).isVisible()) {
        await page.getByLabel('Server').fill(backend.url);
        await page.getByLabel('Email').fill(team.owner.email);
        await page.getByLabel('Password').fill(team.owner.password);
        await page.getByRole('button', { name: 'Sign in' }).click();
      }
      await page.getByRole('heading', { level: 1, name: team.name }).waitFor();
    },
    async lastDataKept() {
      while (!existsSync(join(folder, 'profile', 'last-data'))) await delay(100);
    },
    async inviteAndRevoke(count) {
      const client = await inviterOfNow();
      const params = { organizationId: team.organizationId };
      for (let n = 1; n <= count; n += 1) {
        passing += 1;
        const { id: inviteId } = await invite(client, `passing-${passing}@example.test`);
        await client.call(revokeInvite, { params: { ...params, inviteId } });
      }
    },
    async largeOrganization(members) {
      const { organizationId } = await world.organization({ owner: team.owner, name: 'Large' });
      await fillOrganizations(databaseUrl, [organizationId], team.owner.id, { members, invites: 0 });
      await world.recount();
      return organizationId;
    },
  };
}

/** Makes an app of the one file. @returns its folder */
function blankWindow(folder: string): string {
  const app = join(folder, 'blank-window');
  mkdirSync(app);
  copyFileSync(join(import.meta.dirname, 'blank-window.mjs'), join(app, 'main.mjs'));
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'blank', version: '1.0.0', main: 'main.mjs' }),
  );
  return app;
}

async function open(program: Program): Promise<{ electron: ElectronApplication; page: Page }> {
  const given = Object.entries({ ...process.env, ...program.environment });
  const electron = await _electron.launch({
    executablePath: program.command,
    args: program.parameters,
    env: Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    chromiumSandbox: true,
    colorScheme: null,
  });
  return { electron, page: await electron.firstWindow() };
}
