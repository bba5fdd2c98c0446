import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  expect(lines[0]).toContain('email');
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
  expect(JSON.stringify(saved)).toContain('broke off');
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
  expect(await readFile(path, 'utf8')).toBe('email\r\nü@acme.test\r\n');

  await answerSaveDialog(app.electron, join(folder, 'gone', 'report.csv'));
  expect(await save()).toMatchObject({ ok: false, problem: { detail: expect.stringContaining('folder') } });
});
