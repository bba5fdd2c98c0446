import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { signIn as signInByApi } from '../support/api-client.ts';
import { expect, test } from './fixtures.ts';

test('signs in, shows the organization, and signs out', async ({ app, backend, team }) => {
  await expect(app.signIn.server).toHaveValue('http://127.0.0.1:4600');
  await app.signIn.signIn({ server: backend.url, ...team.owner });

  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await expect(app.sidebar.root).toContainText(team.owner.email);
  await expect(app.sidebar.root).toContainText('Connected');
  await expect(app.sidebar.organization).toHaveAttribute('aria-current', 'page');

  await app.sidebar.signOut.click();
  await expect(app.signIn.password).toBeVisible();
  await expect(app.signIn.server).toHaveValue(backend.url);
  await expect(app.signIn.email).toHaveValue(team.owner.email);
  await expect(app.signIn.password).toHaveValue('');
});

test('says next to the password that it is wrong, and keeps what was typed', async ({
  app,
  backend,
  team,
}) => {
  await app.signIn.signIn({ server: backend.url, email: team.owner.email, password: 'not it at all' });

  await expect(app.signIn.password).toHaveAccessibleDescription(/Wrong e-mail or password/);
  await expect(app.signIn.password).toBeFocused();
  await expect(app.signIn.password).toHaveValue('not it at all');
  await expect(app.signIn.email).toHaveValue(team.owner.email);

  await app.signIn.password.fill(team.owner.password);
  await app.signIn.submit.click();
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
});

test('names the fields that are empty', async ({ app }) => {
  await app.signIn.submit.click();
  await expect(app.signIn.email).toHaveAccessibleDescription('Enter your e-mail address.');
  await expect(app.signIn.password).toHaveAccessibleDescription('Enter your password.');
  await expect(app.signIn.email).toBeFocused();
});

test('says at the server that nothing answers there, with its address', async ({ app }) => {
  await app.signIn.signIn({ server: 'http://127.0.0.1:9', email: 'a@b.test', password: 'anything' });
  await expect(app.signIn.server).toHaveAccessibleDescription(/No connection to http:\/\/127\.0\.0\.1:9/);
});

test('tells a server that is not a FastLinkIt backend', async ({ app }) => {
  const { url, server } = await someWebServer();
  await app.signIn.signIn({ server: url, email: 'a@b.test', password: 'anything' });
  await expect(app.signIn.server).toHaveAccessibleDescription(/not a FastLinkIt server/);
  server.close();
});

test('counts the seconds down after too many attempts', async ({ app, backend, team }) => {
  const { email } = team.owner;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await expect(signInByApi(backend.url, { email, password: 'guess' })).rejects.toThrow();
  }
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('alert')).toHaveText(
    /Too many attempts. Try again in \d+ (seconds|minutes)\./,
  );
  await expect(app.signIn.submit).toBeDisabled();
});

test('goes to the sign-in screen when the session was ended elsewhere, and says why', async ({
  signedIn,
  team,
  world,
}) => {
  const { page, signIn, organization } = await signedIn(team.owner);
  await world.database.pool.query('delete from sessions');
  // Whichever comes first: the live connection finds out, or the next thing that one does.
  await organization
    .tab('Members')
    .click({ timeout: 2000 })
    .catch(() => undefined);

  await expect(page.getByRole('status')).toContainText('Your session was ended');
  await expect(signIn.email).toHaveValue(team.owner.email);
  await expect(signIn.password).toBeFocused();
});

test('says quietly that it will ask again where there is no keychain', async ({ app }) => {
  await expect(app.page.getByText(/will ask again next time/)).toBeVisible();
});

async function someWebServer(): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, response) => response.end('<h1>It works!</h1>')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}
