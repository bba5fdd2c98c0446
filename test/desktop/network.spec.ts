import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Person } from '../helpers/factories.ts';
import { startForwardProxy } from '../helpers/forward-proxy.ts';
import { startInterposedServer, type InPlace } from '../helpers/interposed-server.ts';
import { startLocalServer } from '../helpers/local-server.ts';
import { startUntrustedServer } from '../helpers/untrusted-server.ts';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

const nobody = { email: 'a@b.test', password: 'anything at all' };

async function says(app: App, address: string, sentence: RegExp): Promise<void> {
  await app.signIn.signIn({ server: address, ...nobody });
  await expect(app.signIn.server).toHaveAccessibleDescription(sentence, { timeout: 20_000 });
  await expect(app.signIn.password).toHaveValue(nobody.password);
}

test('says at the sign-in what is wrong with the way to the server, in a sentence for each', async ({
  launch,
  backend,
}) => {
  const app = await launch(['--host-resolver-rules=MAP help.acme.test ~NOTFOUND']);
  // Which of the two it is depends on this machine's name server; the unit tests have one of their own.
  await says(app, 'https://help.acme.test', /No server named help\.acme\.test|can’t look up server names/);

  await says(app, backend.url.replace('http:', 'https:'), /doesn’t answer over https/);

  const closed = await startLocalServer(() => undefined);
  await closed.close();
  await says(app, closed.url, /Check that the server is running/);

  const silent = createServer(() => undefined);
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  await says(app, `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, /didn’t answer in time/);
  silent.close();
});

test('takes the address of a page, as it was copied out of a text, for its server', async ({
  app,
  backend,
  team,
}) => {
  const copied = ` <${backend.url.replace('//', '/')}/Account/Login?returnUrl=%2F>\u200b.`;
  await app.signIn.signIn({ server: copied, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await app.sidebar.signOut.click();
  await expect(app.signIn.server).toHaveValue(backend.url);
});

test('asks for the password of a proxy at the sign-in and when it changes, and goes on', async ({
  launch,
  backend,
  team,
}) => {
  const proxy = await startForwardProxy();
  proxy.wantPassword('ada', 'right');
  const app = await launch([`--proxy-server=${proxy.url}`, '--proxy-bypass-list=<-loopback>']);
  const dialog = app.organization.dialog('Sign in to the proxy');
  const answer = async (password: string) => {
    await dialog.getByRole('textbox', { name: 'User name' }).fill('ada');
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Continue' }).click();
  };

  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(dialog).toContainText(`The proxy ${proxy.address} asks for a user name and password.`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(app.signIn.server).toHaveAccessibleDescription(
    new RegExp(`No connection to ${backend.url}\\. The proxy ${proxy.address} asks for`),
  );
  await app.signIn.submit.click();
  await answer('wrong');
  await expect(dialog).toContainText(`The proxy ${proxy.address} didn’t accept this user name and password.`);
  await answer('right');
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(proxy.asked.length).toBeGreaterThan(1);

  proxy.wantPassword('ada', 'changed');
  const { connection } = app.organization;
  await expect(connection).toContainText(`The proxy ${proxy.address} didn’t accept`);
  await connection.getByRole('button', { name: 'Sign in to the proxy…' }).click();
  await answer('changed');
  await expect(dialog).toBeHidden();
  await expect(connection).toBeEmpty({ timeout: 20_000 });
  await app.organization.invite('ines@example.test');
  await expect(app.organization.row('ines@example.test')).toBeVisible();
  await app.close();
  await proxy.close();
});

test('asks for the password of a proxy that a script names, and says which proxy refused', async ({
  launch,
}) => {
  const server = await startUntrustedServer();
  const proxy = await startForwardProxy({ tunnelTo: Number(new URL(server.url).port) });
  proxy.wantPassword('ada', 'right');
  const script = await startLocalServer((_request, response) => {
    response
      .writeHead(200, { 'Content-Type': 'application/x-ns-proxy-autoconfig' })
      .end(`function FindProxyForURL() { return 'PROXY ${proxy.address}'; }`);
  });
  const app = await launch([`--proxy-pac-url=${script.url}/proxy.pac`]);
  await app.signIn.signIn({ server: 'https://help.acme.test', ...nobody });
  const dialog = app.organization.dialog('Sign in to the proxy');
  await expect(dialog).toContainText(`The proxy ${proxy.address} asks for`);
  expect(server.handshakes()).toBe(0);
  await dialog.getByRole('textbox', { name: 'User name' }).fill('ada');
  await dialog.getByLabel('Password').fill('right');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  // Through the proxy now: what answers there cannot say who it is.
  await expect(app.signIn.server).toHaveAccessibleDescription(/certificate of https:\/\/help\.acme\.test/);
  expect(server.handshakes()).toBeGreaterThan(0);

  proxy.refuse();
  await app.signIn.submit.click();
  await expect(app.signIn.server).toHaveAccessibleDescription(
    new RegExp(`The proxy ${proxy.address} refused the connection`),
  );
  await proxy.close();
  await app.signIn.submit.click();
  await expect(app.signIn.server).toHaveAccessibleDescription(
    new RegExp(`The proxy ${proxy.address} can’t be reached`),
  );
  await script.close();
  await server.close();
});

/** Signs in, and waits until everything is on the screen and live. */
async function signInThrough(app: App, { url }: { url: string }, person: Person): Promise<void> {
  await app.signIn.signIn({ server: url, ...person });
  await expect(app.organization.seats).toContainText('7 free');
  await expect(app.organization.tab('Pending invites', 0)).toBeVisible();
  await expect(app.sidebar.root).toContainText('Connected');
}

const portals: Record<string, InPlace> = {
  'a page': (_request, response) =>
    void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to the hotel</h1>'),
  'a redirect': (_request, response) =>
    void response.writeHead(302, { Location: 'http://portal.test/' }).end(),
  'a page that wants a sign-in': (_request, response) => {
    response.writeHead(401, { 'Content-Type': 'text/html', 'WWW-Authenticate': 'Basic realm="Hotel"' });
    response.end('<h1>Sign in</h1>');
  },
};

for (const [what, portal] of Object.entries(portals)) {
  test(`says that ${what} answers in place of the server, and recovers by itself`, async ({
    app,
    backend,
    team,
  }) => {
    const between = await startInterposedServer(backend.url);
    await signInThrough(app, between, team.owner);
    between.answerInPlace(portal);
    const { connection } = app.organization;
    await expect(connection).toContainText(
      'Something between this computer and the server answers in its place',
    );
    await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();

    between.answerInPlace(undefined);
    await expect(connection).toBeEmpty({ timeout: 20_000 });
    await expect(app.organization.send).toBeEnabled();

    await app.sidebar.signOut.click();
    between.answerInPlace(portal);
    await app.signIn.password.fill(team.owner.password);
    await app.signIn.submit.click();
    await expect(app.signIn.server).toHaveAccessibleDescription(
      /Something between this computer and the server answers in its place/,
    );
    await between.close();
  });
}

const movedTo =
  (address: string): InPlace =>
  ({ url }, response) =>
    void response.writeHead(308, { Location: `${address}${url}` }).end();

test('names the address that the server has moved to, and asks before anything goes there', async ({
  app,
  backend,
  team,
}) => {
  const between = await startInterposedServer(backend.url);
  const newServer = await startUntrustedServer();
  between.answerInPlace(movedTo(newServer.url));
  await app.signIn.signIn({ server: between.url, ...team.owner });
  await expect(app.signIn.server).toHaveAccessibleDescription(
    new RegExp(`${between.url} has moved to ${newServer.url}\\.`),
  );
  await app.page.getByRole('button', { name: `Use ${newServer.url}` }).click();
  await expect(app.signIn.server).toHaveValue(newServer.url);
  await expect(app.signIn.password).toHaveValue(team.owner.password);
  expect(newServer.handshakes()).toBe(0);

  between.answerInPlace(undefined);
  await signInThrough(app, between, team.owner);
  between.answerInPlace(movedTo(newServer.url));
  const { connection } = app.organization;
  await expect(connection).toContainText(`${between.url} has moved to ${newServer.url}.`);
  await connection.getByRole('button', { name: 'Sign in there…' }).click();
  const dialog = app.organization.dialog(`Sign in at ${newServer.url}?`);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(app.signIn.server).toHaveValue(newServer.url);
  await expect(app.signIn.email).toHaveValue(team.owner.email);
  await expect(app.signIn.password).toHaveValue('');
  expect(newServer.handshakes()).toBe(0);

  // The session is still there, with what was on the screen.
  await app.page.getByRole('button', { name: 'Back' }).click();
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  between.answerInPlace(undefined);
  await expect(connection).toBeEmpty({ timeout: 20_000 });
  expect(between.paths).not.toContain('/api/auth/logout');
  expect(newServer.requests()).toEqual([]);
  await between.close();
  await newServer.close();
});

test('offers no address without https, no matter what says that the server has moved there', async ({
  app,
  backend,
  team,
}) => {
  const elsewhere = await startLocalServer((_request, response) => void response.end());
  const between = await startInterposedServer(backend.url);
  await signInThrough(app, between, team.owner);
  between.answerInPlace(movedTo(elsewhere.url));
  const { connection } = app.organization;
  await expect(connection).toContainText(
    'Something between this computer and the server answers in its place',
  );
  await expect(connection.getByRole('button', { name: 'Sign in there…' })).toBeHidden();
  expect(elsewhere.requests).toEqual([]);
  await between.close();
  await elsewhere.close();
});

test('stays signed in when the answer to a refresh is lost and the network is away for long', async ({
  app,
  backend,
  team,
  testData,
}) => {
  const between = await startInterposedServer(backend.url);
  await signInThrough(app, between, team.owner);
  const generation = async () => {
    const { rows } = await testData.database.pool.query<{ generation: number; ended: boolean }>(
      `select generation, ended_at is not null as ended from sessions where kind = 'app' and user_id = $1`,
      [team.owner.id],
    );
    return rows;
  };

  // The backend exchanges the tokens, and nobody learns of it; then the network is away.
  between.loseAnswers();
  await app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  await expect.poll(generation).toEqual([{ generation: 1, ended: false }]);
  await expect(app.organization.connection).not.toBeEmpty();
  // As if twenty seconds had gone by.
  await testData.database.pool.query(`update sessions set rotated_at = rotated_at - interval '20 seconds'`);

  between.answerInPlace(undefined);
  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('resume');
    powerMonitor.emit('suspend');
  });
  await expect(app.organization.connection).toBeEmpty({ timeout: 20_000 });
  await app.organization.invite('ines@example.test');
  await expect(app.organization.row('ines@example.test')).toBeVisible();
  expect(await generation()).toEqual([{ generation: 1, ended: false }]);

  // The successor has arrived: the next exchange is one of it.
  await expect
    .poll(() =>
      testData.database.pool
        .query(`select seen_generation from sessions where kind = 'app' and user_id = $1`, [team.owner.id])
        .then(({ rows }) => rows as unknown[]),
    )
    .toEqual([{ seen_generation: 1 }]);
  await between.close();
});
