import { join } from 'node:path';
import { createInvite } from '#contract/invite/api';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { invokeChannels } from '#contract/bridge/channels';
import { answerJson, startLocalServer } from '../helpers/local-server.ts';
import type { LocalServer } from '../helpers/local-server.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';
import { OrganizationScreen } from './screens/organization-screen.ts';

/** A page of the web, as it would be if the app had been led there in spite of all. */
const test = base.extend<{ web: LocalServer }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  web: async ({}, use) => {
    const web = await startLocalServer(({ path }, response) => {
      if (path === '/redirect') return void response.writeHead(302, { Location: '/elsewhere' }).end();
      if (path === '/data') return answerJson(response, 200, {});
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<title>${path}</title>`);
    });
    await use(web);
    await web.close();
  },
});

const preload = join(projectFolder, 'out/preload/index.cjs');
const page = 'app://fastlinkit/index.html';

/** The app's windows have no network; here they get it, so that strangers can come at all. */
async function letStrangersIn({ electron }: App): Promise<void> {
  await electron.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
}

test(
  'the app’s scheme serves the renderer’s files and nothing else, for any request',
  { tag: '@guard:app-scheme-files' },
  async ({ app }) => {
    const odd = [
      'app://fastlinkit/',
      'app://fastlinkit/../package.json',
      'app://fastlinkit/..%2fpackage.json',
      'app://fastlinkit/%2e%2e/package.json',
      'app://fastlinkit/%2e%2e%2f%2e%2e%2fpackage.json',
      'app://fastlinkit/..\\package.json',
      'app://fastlinkit/..%5cpackage.json',
      'app://fastlinkit/index.html%00',
      'app://fastlinkit/index.html/',
      'app://fastlinkit//index.html',
      'app://fastlinkit/INDEX.HTML',
      'app://fastlinkit/etc/passwd',
      'app://fastlinkit//etc/passwd',
      'app://other/index.html',
      'app://fastlinkit.evil.test/index.html',
    ];
    const ask = (urls: string[], method = 'GET') =>
      app.electron.evaluate(
        ({ session }, { urls, method }) =>
          Promise.all(
            urls.map(async (url) => {
              const answer = await session.defaultSession.fetch(url, { method });
              return `${answer.status}, ${(await answer.text()).length} characters: ${url}`;
            }),
          ),
        { urls, method },
      );
    expect(await ask(odd)).toEqual(odd.map((url) => `404, 0 characters: ${url}`));
    expect(await ask([page], 'POST')).toEqual([`404, 0 characters: ${page}`]);
    expect((await ask([page]))[0]).toMatch(/^200, [1-9]/);
  },
);

test(
  'every load has the complete content security policy and a fresh nonce',
  { tag: ['@guard:csp-script-src', '@guard:csp-default-src'] },
  async ({ app }) => {
    const policies = await app.electron.evaluate(
      async ({ session }, page) =>
        Promise.all(
          [1, 2].map(async () =>
            (await session.defaultSession.fetch(page)).headers.get('content-security-policy'),
          ),
        ),
      page,
    );
    const [first = '', second = ''] = policies.map(String);
    const nonce = /'nonce-(?<nonce>[\w-]{22,})'/;
    expect(first.replace(nonce, "'nonce-…'").split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-…'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(nonce.exec(first)?.groups?.['nonce']).not.toBe(nonce.exec(second)?.groups?.['nonce']);
  },
);

test(
  'the windows have no network, for requests of any origin',
  { tag: '@guard:page-network' },
  async ({ app, web }) => {
    const urls = [web.url, `${web.url}/data`, 'https://127.0.0.1:9/', 'file:///etc/hostname'];
    const refusals = await app.electron.evaluate(async ({ BrowserWindow }, addresses) => {
      // Each in a window of its own. A refused load goes on to an error page, and when that page stops loading after the next
      // load has begun, Electron takes it for the end of that one: ERR_FAILED, for want of a reason.
      const load = async (url: string): Promise<string> => {
        const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
        const result = await window.loadURL(url).then(
          () => 'reached',
          (error: unknown) => (error as { code: string }).code,
        );
        window.destroy();
        return `${url}: ${result}`;
      };
      const results: string[] = [];
      for (const address of addresses) results.push(await load(address));
      return results;
    }, urls);
    expect(refusals).toEqual(urls.map((url) => `${url}: ERR_BLOCKED_BY_CLIENT`));
    expect(web.requests).toEqual([]);
  },
);

test(
  'a web page can neither read the renderer nor navigate or open a window',
  { tag: ['@guard:frame-navigation', '@guard:redirects'] },
  async ({ app, web }) => {
    await letStrangersIn(app);
    const outcome = await app.electron.evaluate(
      async ({ BrowserWindow }, { url, page }) => {
        const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
        const { webContents } = window;
        await window.loadURL(`${url}/page`);
        const run = (script: string): Promise<unknown> => webContents.executeJavaScript(script);
        const read: unknown = await run(
          `fetch(${JSON.stringify(page)}).then((answer) => 'read ' + answer.status, () => 'refused')`,
        );
        const framed: unknown = await run(`new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', () => {
          try { resolve(frame.contentDocument === null ? 'refused' : 'empty'); } catch { resolve('refused'); }
        });
        frame.src = ${JSON.stringify(`${url}/frame`)};
        document.body.append(frame);
        setTimeout(() => resolve('empty'), 1000);
      })`);
        await run(`window.open(${JSON.stringify(`${url}/opened`)}); location.href = '/elsewhere'; 1`);
        // Nobody clicked this one: it is a redirect that it meets.
        const redirected = await window.loadURL(`${url}/redirect`).then(
          () => webContents.getURL(),
          () => 'refused',
        );
        const windows = BrowserWindow.getAllWindows().length;
        window.destroy();
        return { read, framed, redirected, windows };
      },
      { url: web.url, page },
    );
    expect(outcome).toEqual({ read: 'refused', framed: 'empty', redirected: 'refused', windows: 2 });
    expect(web.requests.map(({ path }) => path).filter((path) => path !== '/favicon.ico')).toEqual([
      '/page',
      '/redirect',
    ]);
  },
);

/** Calls every channel of the bridge from each frame of a window that has one where it should not. */
async function callAsStranger(app: App, { url, inFrame }: { url: string; inFrame: boolean }) {
  return app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }, { url, inFrame, preload }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: inFrame },
      });
      const { webContents } = window;
      webContents.removeAllListeners('will-frame-navigate');
      await window.loadURL(url);
      if (inFrame)
        await webContents.executeJavaScript(
          `new Promise((resolve) => {
            const frame = document.createElement('iframe');
            frame.addEventListener('load', () => resolve());
            frame.srcdoc = '<p>Hello</p>';
            document.body.append(frame);
          })`,
        );
      const frame = inFrame ? webContents.mainFrame.frames[0] : webContents.mainFrame;
      const answers: unknown = await frame?.executeJavaScript(`Promise.all(
        Object.entries(window.fastlinkit).flatMap(([noun, verbs]) =>
          Object.entries(verbs)
            .filter(([verb]) => !/^on[A-Z]/.test(verb))
            .map(async ([verb, call]) => [noun + '.' + verb, (await call()).problem?.code ?? 'answered'])),
      )`);
      window.destroy();
      // Electron has it, but does not declare it.
      const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> };
      return { answers: answers as [string, string][], handled: [...handlers.keys()] };
    },
    { url, inFrame, preload },
  );
}

test(
  'no channel answers a foreign page in the window, or a frame in it',
  { tag: ['@guard:ipc-origin', '@guard:ipc-main-frame'] },
  async ({ app, web }) => {
    await letStrangersIn(app);
    const strangers = [
      { url: `${web.url}/page`, inFrame: false },
      { url: 'data:text/html,<h1>Hello</h1>', inFrame: false },
      // An empty frame has the origin of the page that it is in.
      { url: page, inFrame: true },
    ];
    for (const stranger of strangers) {
      const { answers, handled } = await callAsStranger(app, stranger);
      expect(answers.map(([channel]) => channel).toSorted()).toEqual(handled.toSorted());
      expect(handled.toSorted()).toEqual(invokeChannels.toSorted());
      expect(answers.filter(([, code]) => code !== 'forbidden')).toEqual([]);
    }
    await expect(app.signIn.password).toBeVisible();
  },
);

test(
  'a window that shows a foreign page receives no events',
  { tag: '@guard:events-to-own-page' },
  async ({ signedIn, team, owner, web }) => {
    const { organizationId } = team;
    const app = await signedIn(team.owner);
    const opened = app.electron.waitForEvent('window');
    await app.page.evaluate(
      (organizationId) => window.fastlinkit.window.openOrganization({ organizationId }),
      organizationId,
    );
    const witness = new OrganizationScreen(await opened);
    await expect(witness.form).toBeVisible();
    await letStrangersIn(app);
    const ask = (script: string, url?: string) =>
      app.electron.evaluate(
        async ({ BrowserWindow }, { script, url }) => {
          const window = BrowserWindow.getAllWindows().find(({ id }) => id === 1);
          if (window === undefined) throw new Error('The usual window is gone.');
          if (url !== undefined) await window.loadURL(url);
          return window.webContents.executeJavaScript(script) as unknown;
        },
        { script, url },
      );
    const listen = `window.heard = [];
    Object.entries(window.fastlinkit).flatMap(([noun, verbs]) => Object.entries(verbs))
      .filter(([verb]) => /^on[A-Z]/.test(verb))
      .map(([verb, listen]) => listen((value) => window.heard.push([verb, value]))).length`;
    expect(await ask(listen, `${web.url}/page`)).toBeGreaterThan(5);
    const body = { email: 'ines@example.test', role: 'agent' } as const;
    await owner.call(createInvite, { params: { organizationId }, body });
    await expect(witness.row(body.email)).toBeVisible();
    expect(await ask('window.heard')).toEqual([]);
  },
);
