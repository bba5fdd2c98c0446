import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ folder: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'fastlinkit-export-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
});

/** From now on the person saves under this path, or cancels where there is none; what was asked is kept. */
async function answerSaveDialog(electron: ElectronApplication, filePath: string | undefined) {
  await electron.evaluate(({ dialog }, filePath) => {
    const asked: { defaultPath?: string }[] = [];
    Object.assign(globalThis, { askedToSave: asked });
    const answer = (...given: unknown[]) => {
      asked.push(given.at(-1) as { defaultPath?: string });
      return Promise.resolve({ canceled: filePath === undefined, filePath: filePath ?? '' });
    };
    dialog.showSaveDialog = answer;
  }, filePath);
  return () =>
    electron.evaluate(() =>
      (globalThis as unknown as { askedToSave: { defaultPath?: string }[] }).askedToSave.map(
        ({ defaultPath = '' }) => defaultPath,
      ),
    );
}

/** Stands between the app and the backend, and cuts each list of members off in the middle. */
async function startCuttingProxy(backend: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    const passed = request(`${backend}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!url.endsWith('.csv')) {
        answer.pipe(outgoing);
        return;
      }
      answer.once('data', (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, 20));
        setImmediate(() => outgoing.destroy());
      });
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('the members are saved where one says', async ({ signedIn, team, folder }) => {
  const { electron, page } = await signedIn(team.owner);
  const path = join(folder, 'people.csv');
  const asked = await answerSaveDialog(electron, path);
  const saved = await page.evaluate(
    (organizationId) => window.fastlinkit.member.exportCsv({ organizationId }),
    team.organizationId,
  );
  expect(saved).toEqual({ ok: true, value: { saved: true } });
  expect((await asked()).map((path) => basename(path))).toEqual([
    expect.stringMatching(/^Acme Support members \d{4}-\d\d-\d\d\.csv$/),
  ]);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^\ufeffemail,/);
  for (const { email } of [team.owner, team.admin, team.agent]) expect(lines.join('\n')).toContain(email);
  expect(await readdir(folder)).toEqual(['people.csv']);
});

test('the activity is saved as far as it is asked for', async ({ signedIn, team, folder }) => {
  const { electron, page } = await signedIn(team.owner);
  const path = join(folder, 'activity.csv');
  await answerSaveDialog(electron, path);
  const call = (type: 'invite.created' | 'activity.exported') =>
    page.evaluate(
      ({ organizationId, type }) => window.fastlinkit.activity.exportCsv({ organizationId, type }),
      { organizationId: team.organizationId, type },
    );
  expect(await call('invite.created')).toEqual({ ok: true, value: { saved: true } });
  expect((await readFile(path, 'utf8')).trimEnd().split('\r\n')).toHaveLength(1);
  expect(await call('activity.exported')).toEqual({ ok: true, value: { saved: true } });
  expect((await readFile(path, 'utf8')).trimEnd().split('\r\n').length).toBeGreaterThan(1);
});

test('the command palette exports too, from wherever one is', async ({ signedIn, team, folder }) => {
  const { electron, page, organization } = await signedIn(team.owner);
  for (const [command, name, toast] of [
    ['export members', 'people.csv', 'Members exported.'],
    ['export activity', 'activity.csv', 'Activity exported.'],
  ] as const) {
    const asked = await answerSaveDialog(electron, join(folder, name));
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toBeFocused();
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    await expect(organization.notification(toast)).toBeVisible();
    expect(await asked()).toHaveLength(1);
  }
  expect((await readdir(folder)).toSorted()).toEqual(['activity.csv', 'people.csv']);
});

test('who thinks better of it has saved nothing, and the server was not asked', async ({
  signedIn,
  team,
  owner,
}) => {
  const { electron, page } = await signedIn(team.owner);
  await answerSaveDialog(electron, undefined);
  const { organizationId } = team;
  const saved = await page.evaluate(
    (organizationId) => window.fastlinkit.activity.exportCsv({ organizationId }),
    organizationId,
  );
  expect(saved).toEqual({ ok: true, value: { saved: false } });
  const activity = await owner.raw({
    method: 'GET',
    path: `/api/organizations/${organizationId}/activity?type=activity.exported`,
  });
  expect(activity.json).toMatchObject({ items: [] });
});

test('a list that breaks off leaves what was there, and says so', async ({ app, team, backend, folder }) => {
  const proxy = await startCuttingProxy(backend.url);
  await app.signIn.signIn({ server: proxy.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  const path = join(folder, 'people.csv');
  await writeFile(path, 'the old list');
  await answerSaveDialog(app.electron, path);
  const saved = await app.page.evaluate(
    (organizationId) => window.fastlinkit.member.exportCsv({ organizationId }),
    team.organizationId,
  );
  expect(saved).toMatchObject({ ok: false, problem: { code: 'server_unreachable' } });
  expect(JSON.stringify(saved)).toContain('was lost');
  expect(await readdir(folder)).toEqual(['people.csv']);
  expect(await readFile(path, 'utf8')).toBe('the old list');
  proxy.close();
});

test('a text is saved under a name that is one, or the reason is said', async ({ app, folder }) => {
  const path = join(folder, 'report.csv');
  const asked = await answerSaveDialog(app.electron, path);
  const save = () =>
    app.page.evaluate(() =>
      window.fastlinkit.file.saveText({
        suggestedName: '../../re:port.csv',
        text: 'email\r\nü@acme.test\r\n',
      }),
    );
  expect(await save()).toEqual({ ok: true, value: { saved: true } });
  expect((await asked()).map((path) => basename(path))).toEqual(['re port.csv']);
  // With a byte order mark, so that Excel reads the umlaut.
  expect(await readFile(path, 'utf8')).toBe('\ufeffemail\r\nü@acme.test\r\n');

  await answerSaveDialog(app.electron, join(folder, 'gone', 'report.csv'));
  expect(await save()).toMatchObject({ ok: false, problem: { detail: expect.stringContaining('folder') } });
});

test.describe('on Linux', () => {
  test.skip(process.platform !== 'linux', 'permissions and links are those of Linux');

  test('a file that is replaced keeps its permissions and its link, and a read-only one stays', async ({
    signedIn,
    team,
    owner,
    folder,
  }) => {
    const { electron, page } = await signedIn(team.owner);
    const exportButton = page.getByRole('button', { name: 'Export CSV' });
    await page.getByRole('tab', { name: /^Members/ }).click();
    const [file, link] = [join(folder, 'private.csv'), join(folder, 'link.csv')];
    await writeFile(file, 'the old list');
    await chmod(file, 0o600);
    await symlink('private.csv', link);
    await answerSaveDialog(electron, link);
    await exportButton.click();
    await expect.poll(() => readFile(file, 'utf8')).toContain(team.agent.email);
    expect(await readlink(link)).toBe('private.csv');
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    await chmod(file, 0o444);
    const list = await readFile(file, 'utf8');
    await exportButton.click();
    await expect(page.getByRole('alert')).toContainText('This file is read-only');
    expect(await readFile(file, 'utf8')).toBe(list);
    expect((await readdir(folder)).toSorted()).toEqual(['link.csv', 'private.csv']);

    // The server was not asked for a list that could not have been saved.
    const activity = await owner.raw({
      method: 'GET',
      path: `/api/organizations/${team.organizationId}/activity?type=members.exported`,
    });
    expect(activity.json).toMatchObject({ items: [expect.anything()] });
  });

  test('a full disk, a folder that is gone and a place that cannot be written are this computer’s', async ({
    signedIn,
    team,
    folder,
  }) => {
    const { electron, page } = await signedIn(team.owner);
    await page.getByRole('tab', { name: /^Members/ }).click();
    const places = [
      ['/dev/full', 'There’s no space left on this computer’s disk'],
      [join(folder, 'gone', 'members.csv'), 'This folder no longer exists on this computer'],
      ['/sys/members.csv', 'You don’t have permission to write to this folder on this computer'],
    ] as const;
    for (const [path, sentence] of places) {
      await answerSaveDialog(electron, path);
      await page.getByRole('button', { name: 'Export CSV' }).click();
      const alert = page.getByRole('alert').filter({ hasText: sentence });
      await expect(alert).toBeVisible();
      await expect(alert).not.toContainText('server');
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await expect(alert).toBeHidden();
    }
  });

  test('a long name is suggested in 255 bytes, with what it is and the date', async ({
    app,
    backend,
    testData,
  }) => {
    const owner = await testData.person();
    const { organizationId, name } = await testData.organization({ owner, name: '社'.repeat(100) });
    await app.signIn.signIn({ server: backend.url, ...owner });
    await expect(app.page.getByRole('heading', { level: 1, name })).toBeVisible();
    const asked = await answerSaveDialog(app.electron, undefined);
    await app.page.evaluate(
      (organizationId) => window.fastlinkit.member.exportCsv({ organizationId }),
      organizationId,
    );
    const [suggested = ''] = (await asked()).map((path) => basename(path));
    expect(suggested).toMatch(/^社{77} members \d{4}-\d\d-\d\d\.csv$/);
    expect(Buffer.byteLength(suggested)).toBeLessThanOrEqual(255);
  });
});
