import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInvite } from '#contract/invite/api';
import type { Bridge } from '../../src/contract/bridge/types.ts';
import { startTamperingProxy } from '../helpers/tampering-proxy.ts';
import { captureOpenedLinks } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';

declare global {
  interface Window {
    readonly fastlinkit: Bridge;
  }
}

const page = 'app://fastlinkit/index.html';

test(
  'every renderer is sandboxed, isolated and without Node',
  { tag: ['@guard:page-sandbox', '@guard:page-web-security'] },
  async ({ signedIn, team }) => {
    const app = await signedIn(team.owner);
    const second = app.electron.waitForEvent('window');
    await app.page.evaluate(
      ({ organizationId }) => window.fastlinkit.window.openOrganization({ organizationId }),
      team,
    );
    await second;
    const preferences: unknown[] = await app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        // Electron has it, but does not declare it.
        const inspected = contents as unknown as { getLastWebPreferences: () => unknown };
        return inspected.getLastWebPreferences();
      }),
    );
    expect(preferences).toHaveLength(2);
    for (const one of preferences)
      expect(one).toMatchObject({
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
  },
);

test('the renderer comes from the app’s scheme and violates none of its content security policy', async ({
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

test('a script in the renderer reaches no server', async ({ app }) => {
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

test('the window does not navigate away', { tag: '@guard:window-navigation' }, async ({ app }) => {
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

test('window.open opens nothing, for any scheme', { tag: '@guard:window-open' }, async ({ app }) => {
  const words =
    'http https ws wss ftp sftp file filesystem data blob javascript vbscript about chrome chrome-extension devtools view-source app fastlinkit mailto tel sms smb nfs ssh telnet ldap gopher irc git svn magnet steam slack zoommtg msteams skype vscode ms-msdt ms-word search-ms shell intent market itms-apps x-apple.systempreferences jar resource ipfs urn geo webcal';
  const schemes = words.split(' ');
  expect(schemes.length).toBeGreaterThanOrEqual(50);
  const opened = await captureOpenedLinks(app.electron);
  const refused = await app.page.evaluate((schemes) => {
    const isRefused = (link: string, name: string) => {
      try {
        return window.open(link, name) === null;
      } catch {
        // What Chromium takes for no address at all.
        return true;
      }
    };
    return schemes.filter((scheme) => {
      const links = [`${scheme}://127.0.0.1/`, `${scheme}:alert(1)`, `${scheme}:`];
      return links.every((link) => ['_blank', 'a-name'].every((name) => isRefused(link, name)));
    });
  }, schemes);
  expect(refused).toEqual(schemes);
  expect(await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  expect(await opened()).toEqual([]);
  await expect(app.signIn.password).toBeVisible();
});

test(
  'every permission is denied, whether requested or checked',
  { tag: ['@guard:permission-request', '@guard:permission-check'] },
  async ({ app }) => {
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
  },
);

test(
  'the bridge answers every malformed call with a problem, on every channel',
  { tag: '@guard:ipc-schema' },
  async ({ app }) => {
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
      const { ok, ...rest } = value as { ok?: unknown; value?: unknown; problem?: { detail?: unknown } };
      if (ok === true) return rest.value !== undefined;
      return ok === false && typeof rest.problem?.detail === 'string';
    };
    expect(outcomes.length).toBeGreaterThan(100);
    expect(outcomes.filter((outcome) => !isOutcome(outcome))).toEqual([]);
  },
);

test('only pages of the server are opened in the browser', async ({ signedIn, team, backend }) => {
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

test(
  'a link to another server is not opened in the browser, even if the server sent it',
  { tag: ['@guard:external-link-origin', '@guard:external-link-user'] },
  async ({ app, backend, team, owner }) => {
    const { organizationId } = team;
    const body = { email: 'ines@example.test', role: 'agent' } as const;
    const { id } = await owner.call(createInvite, { params: { organizationId }, body });
    let link = '';
    const proxy = await startTamperingProxy(backend.url, () => link);
    await app.signIn.signIn({ server: proxy.url, ...team.owner });
    await expect(app.organization.row(body.email)).toBeVisible();
    const opened = await captureOpenedLinks(app.electron);
    const openLink = (told: string) => {
      link = told;
      return app.page.evaluate((input) => window.fastlinkit.invite.openLink(input), {
        organizationId,
        inviteId: id,
      });
    };
    const { host, port } = new URL(proxy.url);
    for (const elsewhere of [
      'https://evil.test/helpers/invite/abc',
      `http://${host}@evil.test/`,
      `https://${host}/`,
      `http://user@${host}/`,
      `http://localhost:${port}/`,
      'file:///etc/passwd',
      'javascript:alert(1)',
      'fastlinkit://organizations/x',
      'not an address',
      '',
    ])
      expect(await openLink(elsewhere)).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(await openLink(`${proxy.url}/support/invite/abc`)).toEqual({ ok: true, value: null });
    expect(await opened()).toEqual([`${proxy.url}/support/invite/abc`]);
    await proxy.close();
  },
);

test('names that contain markup are shown as text', async ({ app, backend, testData }) => {
  const markup = (mark: number) =>
    `<img src=x onerror="window.led=${mark}"><script>window.led=${mark}</script>`;
  const owner = await testData.person({ firstName: markup(1), lastName: '{{7*7}}${7*7}' });
  const { organizationId } = await testData.organization({ owner, name: markup(2) });
  const other = await testData.person({ firstName: markup(3), lastName: "'><svg onload=alert(1)>" });
  await testData.member(organizationId, other, 'agent');
  await app.signIn.signIn({ server: backend.url, ...owner });
  await expect(app.page.getByRole('heading', { level: 1, name: markup(2) })).toBeVisible();
  await app.organization.tab('Members').click();
  await expect(app.page.getByText(markup(3))).toBeVisible();
  expect(
    await app.page.evaluate(() => ({
      led: 'led' in window,
      made: document.querySelectorAll('img[src="x"], svg[onload], body script').length,
    })),
  ).toEqual({ led: false, made: 0 });
});
