import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { listPackage } from '@electron/asar';
import { removeFolder } from '../../scripts/setup/temporary-folder.mjs';
import { promisedFuses, readFuses } from '../helpers/fuses.ts';
import {
  packagedApp,
  startPackage,
  type PackagedApp,
  type RunningPackage,
  type StartOptions,
} from '../helpers/packaged-app.ts';
import { expect, test as base } from './fixtures.ts';
import { OrganizationScreen } from './screens/organization-screen.ts';
import { SignInScreen } from './screens/sign-in-screen.ts';

interface Fixtures {
  start: (options?: Omit<StartOptions, 'profile'>) => Promise<RunningPackage>;
  /** A module that leaves a trace when anybody runs it, and where that trace is. */
  intruder: { module: string; hasRun: () => boolean };
}

const test = base.extend<Fixtures, { packaged: PackagedApp }>({
  packaged: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
    async ({}, use) => use(await packagedApp()),
    { scope: 'worker', timeout: 120_000 },
  ],
  start: async ({ packaged, profile, display }, use) => {
    const started: RunningPackage[] = [];
    await use(async ({ args = [], environment = {} } = {}) => {
      const app = await startPackage(packaged, {
        profile,
        args,
        environment: { ...display, ...environment },
      });
      started.push(app);
      return app;
    });
    for (const app of started) await app.close();
  },
  intruder: async ({ profile }, use) => {
    const [module, trace] = [join(profile, 'intruder.cjs'), join(profile, 'trace')];
    writeFileSync(module, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');\n`);
    await use({ module, hasRun: () => existsSync(trace) });
  },
});

test.skip(process.platform !== 'linux', 'the packages of other systems are laid out otherwise');
// One package for all of them, some of which change it for a moment.
test.describe.configure({ mode: 'default' });

const signInScreen = async ({ page }: RunningPackage) =>
  expect(new SignInScreen(page).password).toBeVisible();

test(
  'the package has its seven fuses set',
  {
    tag: [
      '@guard:fuse-enableCookieEncryption',
      '@guard:fuse-enableEmbeddedAsarIntegrityValidation',
      '@guard:fuse-grantFileProtocolExtraPrivileges',
    ],
  },
  async ({ packaged }) => {
    expect(await readFuses(packaged.executable)).toEqual(promisedFuses);
  },
);

test('the package starts, signs in and shows the organization', async ({ start, backend, team }) => {
  const { page } = await start();
  await new SignInScreen(page).signIn({ server: backend.url, ...team.owner });
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await expect(new OrganizationScreen(page).seats).toContainText('7 free');
  expect(page.url()).toMatch(/^app:\/\/fastlinkit\/index\.html/);
});

test(
  'the package ignores NODE_OPTIONS',
  { tag: '@guard:fuse-enableNodeOptionsEnvironmentVariable' },
  async ({ start, intruder }) => {
    const app = await start({ environment: { NODE_OPTIONS: `--require ${intruder.module}` } });
    await signInScreen(app);
    expect(intruder.hasRun()).toBe(false);
    // Even with the fuse the other way round a package ignores most of them; then it says so.
    expect(app.output()).not.toMatch(/NODE_OPTION/);
  },
);

test(
  'the package opens no inspector, by switch or by signal',
  { tag: '@guard:fuse-enableNodeCliInspectArguments' },
  async ({ start }) => {
    const inspected = await start({ args: ['--inspect=0', '--inspect-brk=0'] });
    await signInScreen(inspected);
    expect(inspected.output()).not.toContain('Debugger listening');
    // This signal opens the inspector of other Node programs. The package has none, so the signal ends it.
    process.kill(inspected.pid, 'SIGUSR1');
    await inspected.exited;
    expect(inspected.output()).not.toContain('Debugger listening');
  },
);

test(
  'the package does not run as Node',
  { tag: '@guard:fuse-runAsNode' },
  ({ packaged, intruder, display }) => {
    spawnSync(packaged.executable, [intruder.module], {
      env: { ...process.env, ...display, ELECTRON_RUN_AS_NODE: '1' },
      timeout: 5_000,
    });
    expect(intruder.hasRun()).toBe(false);
  },
);

test(
  'the package runs no code from beside or in place of its archive',
  { tag: '@guard:fuse-onlyLoadAppFromAsar' },
  async ({ start, packaged, intruder, display }) => {
    const planted = join(packaged.resources, 'app');
    const archive = join(packaged.resources, 'app.asar');
    mkdirSync(planted);
    try {
      // Electron looks for what it starts below the folder of the package.
      const main = relative(planted, intruder.module);
      writeFileSync(join(planted, 'package.json'), JSON.stringify({ name: 'planted', main }));
      await signInScreen(await start());
      expect(intruder.hasRun()).toBe(false);
      renameSync(archive, `${archive}.away`);
      // It finds nothing then; were there anything to start, it would start without its sandbox as well.
      spawnSync(packaged.executable, ['--no-sandbox'], {
        env: { ...process.env, ...display },
        timeout: 5_000,
      });
      expect(intruder.hasRun()).toBe(false);
    } finally {
      if (existsSync(`${archive}.away`)) renameSync(`${archive}.away`, archive);
      removeFolder(planted);
    }
  },
);

test('the package comes with a bill of materials', ({ packaged }) => {
  const bill = JSON.parse(readFileSync(packaged.billOfMaterials, 'utf8')) as {
    bomFormat: string;
    metadata: { component: { name: string } };
    components: { name: string; version: string; purl: string; hashes?: { alg: string }[] }[];
  };
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'fastlinkit-admin' } },
  });
  const listed = bill.components.map(({ name, version }) => `${name}@${version}`);
  const bundled = ['main', 'renderer'].flatMap(
    (part) =>
      JSON.parse(readFileSync(join('out', part, 'packages.json'), 'utf8')) as {
        name: string;
        version: string;
      }[],
  );
  const named = new Set(bundled.map(({ name, version }) => `${name}@${version}`));
  expect(named.size).toBeGreaterThan(20);
  expect(listed.filter((one) => !one.startsWith('electron@')).toSorted()).toEqual([...named].toSorted());
  expect(bill.components.find(({ name }) => name === 'electron')?.purl).toMatch(
    /^pkg:github\/electron\/electron@v\d+/,
  );
  const unhashed = bill.components.filter(({ name, hashes }) => name !== 'electron' && !hashes?.length);
  expect(unhashed).toEqual([]);
});

test('the package contains the badge that main shows in the taskbar of Windows', ({ packaged }) => {
  const files = listPackage(join(packaged.resources, 'app.asar'), { isPack: false });
  expect(files.map((file) => file.split(sep).join('/'))).toContain('/resources/badge.png');
});
