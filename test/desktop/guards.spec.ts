import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import type { AdminBridge } from '../../src/contract/admin-bridge.ts';
import { captureOpenedLinks } from '../support/electron-app.ts';
import { expect, test } from './fixtures.ts';

declare global {
  interface Window {
    readonly fastlinkit: AdminBridge;
  }
}

const page = 'app://fastlinkit/index.html';

test('every page is sandboxed, isolated and without Node', async ({ app }) => {
  const preferences: unknown[] = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // Electron has it, but does not declare it.
      const inspected = contents as unknown as { getLastWebPreferences: () => unknown };
      return inspected.getLastWebPreferences();
    }),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
  });
  expect(await app.page.evaluate(() => [typeof require, typeof process, typeof module])).toEqual(
    Array.from({ length: 3 }, () => 'undefined'),
  );
});

test('the page comes from the app, with a policy that nothing of it breaks', async ({
  app,
  backend,
  team,
}) => {
  const violations: string[] = [];
  app.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  const requests: string[] = [];
  app.page.on('request', (request) => requests.push(request.url()));
  await app.page.reload();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await app.sidebar.signOut.click();
  await expect(app.signIn.password).toBeVisible();

  expect(app.page.url().split('#')[0]).toBe(page);
  expect(violations).toEqual([]);
  expect(requests.filter((url) => !/^(app:\/\/fastlinkit\/|data:)/.test(url))).toEqual([]);
});

test('a script in the page reaches nobody', async ({ app }) => {
  let reached = 0;
  const elsewhere = createServer((_request, response) => {
    reached += 1;
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end('window.led = true');
  });
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const { port } = elsewhere.address() as AddressInfo;
  const tried = await app.page.evaluate(async (url) => {
    const load = (name: 'img' | 'script' | 'iframe' | 'link', attribute: 'src' | 'href') =>
      new Promise<string>((resolve) => {
        const element = document.createElement(name);
        element.addEventListener('load', () => resolve(`${name} loaded`));
        element.addEventListener('error', () => resolve('refused'));
        document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true });
        element.setAttribute('rel', 'stylesheet');
        element.setAttribute(attribute, url);
        document.body.append(element);
      });
    const refused = () => 'refused';
    return [
      await fetch(url).then(() => 'fetched', refused),
      await load('img', 'src'),
      await load('script', 'src'),
      await load('link', 'href'),
      await load('iframe', 'src'),
      navigator.sendBeacon(url) ? 'queued' : 'refused',
      await new Promise((resolve) => {
        const socket = new WebSocket(url.replace('http', 'ws'));
        socket.addEventListener('open', () => resolve('opened'));
        socket.addEventListener('error', () => resolve('refused'));
      }).catch(refused),
    ];
  }, `http://127.0.0.1:${port}/`);
  expect(tried.filter((outcome) => outcome !== 'refused' && outcome !== 'queued')).toEqual([]);
  expect(reached).toBe(0);
  elsewhere.close();
});

test('the window stays where it is', async ({ app }) => {
  const links = [
    'https://example.com/',
    'http://127.0.0.1:4600/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'app://other/',
  ];
  for (const link of links) {
    await app.page.evaluate((link) => {
      location.href = link;
    }, link);
    expect(await app.page.evaluate((link) => window.open(link) === null, link)).toBe(true);
  }
  // Playwright still waits for the page to arrive where it was not let go; the page itself knows better.
  expect(await app.page.evaluate(() => [location.href.split('#')[0], document.title])).toEqual([
    page,
    'FastLinkIt Admin',
  ]);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('nothing is permitted to the page, asked or looked up', async ({ app }) => {
  const states = await app.page.evaluate(async () => [
    Notification.permission,
    await Notification.requestPermission(),
    (await navigator.permissions.query({ name: 'geolocation' })).state,
    await navigator.clipboard.readText().then(
      () => 'granted',
      () => 'denied',
    ),
    await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    ),
  ]);
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('the bridge answers our page alone, and never as if it had been a success', async ({ app }) => {
  const foreign = await app.electron.evaluate(
    async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await window.loadURL('data:text/html,<h1>Hello</h1>');
      const answer: unknown = await window.webContents.executeJavaScript(
        'window.fastlinkit.session.current()',
      );
      window.destroy();
      return answer;
    },
    join(projectFolder, 'out/preload/index.cjs'),
  );
  expect(foreign).toMatchObject({ ok: false, problem: { code: 'forbidden' } });

  const outcomes = await app.page.evaluate(async () => {
    const odd: unknown[] = [
      undefined,
      null,
      0,
      '',
      [],
      {},
      { organizationId: '../..' },
      { organizationId: 'o', x: 1 },
      () => 1,
    ];
    const answers: unknown[] = [];
    const bridge: Record<string, Record<string, unknown>> = { ...window.fastlinkit };
    for (const [noun, verbs] of Object.entries(bridge)) {
      for (const [verb, call] of Object.entries(verbs)) {
        if (verb.startsWith('on') || noun === 'window' || typeof call !== 'function') continue;
        for (const input of odd) {
          const answer = (call as (input: unknown) => Promise<unknown>)(input);
          // A function does not pass the bridge at all: that is thrown in the page itself.
          answers.push(await answer.catch(() => ({ ok: false, problem: { detail: 'not sent' } })));
        }
      }
    }
    return answers;
  });
  const isOutcome = (value: unknown) => {
    const { ok, problem } = value as { ok?: unknown; problem?: { detail?: unknown } };
    return ok === true || (ok === false && typeof problem?.detail === 'string');
  };
  expect(outcomes.length).toBeGreaterThan(100);
  expect(outcomes.filter((outcome) => !isOutcome(outcome))).toEqual([]);
});

test('only pages of the backend are opened in the browser', async ({ signedIn, team, backend }) => {
  const { electron, page } = await signedIn(team.owner);
  const opened = await captureOpenedLinks(electron);
  const { organizationId } = team;
  await page.evaluate(
    (organizationId) => window.fastlinkit.organization.openBilling({ organizationId }),
    organizationId,
  );
  for (const server of [
    'https://evil.test',
    'file:///etc',
    'javascript:alert(1)',
    `${backend.url}@evil.test`,
  ]) {
    await page.evaluate((server) => window.fastlinkit.session.openForgotPassword({ server }), server);
  }
  expect(await opened()).toEqual([`${backend.url}/organizations/${organizationId}/billing`]);
});
