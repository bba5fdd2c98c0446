import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { startLocalServer } from '../helpers/local-server.ts';
import { expect, test } from './fixtures.ts';

// What the sign-in screen begins with is what an app shows that was never used.
test.use({ ownApp: true });

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

test('shows a wrong password at its field, and keeps the input', async ({ app, backend, team }) => {
  await app.signIn.signIn({ server: backend.url, email: team.owner.email, password: 'not it at all' });

  await expect(app.signIn.password).toHaveAccessibleDescription(/Wrong email or password/);
  await expect(app.signIn.password).toBeFocused();
  await expect(app.signIn.password).toHaveValue('not it at all');
  await expect(app.signIn.email).toHaveValue(team.owner.email);

  await app.signIn.password.fill(team.owner.password);
  await app.signIn.submit.click();
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
});

test('names the empty fields on sign-in', async ({ app }) => {
  await app.signIn.submit.click();
  await expect(app.signIn.email).toHaveAccessibleDescription('Enter your email address.');
  await expect(app.signIn.password).toHaveAccessibleDescription('Enter your password.');
  await expect(app.signIn.email).toBeFocused();
});

test('shows an unreachable server at its field, with its address', async ({ app }) => {
  await app.signIn.signIn({ server: 'http://127.0.0.1:9', email: 'a@b.test', password: 'anything' });
  await expect(app.signIn.server).toHaveAccessibleDescription(/No connection to http:\/\/127\.0\.0\.1:9/);
});

test('recognizes a server that is not a FastLinkIt server', async ({ app }) => {
  const { url, server } = await someWebServer();
  await app.signIn.signIn({ server: url, email: 'a@b.test', password: 'anything' });
  await expect(app.signIn.server).toHaveAccessibleDescription(/isn’t a FastLinkIt server/);
  server.close();
});

test('says that a server does not answer, and lets one stop waiting', async ({ app, backend, team }) => {
  const silent = await startLocalServer(() => undefined);
  try {
    await app.signIn.signIn({ server: silent.url, ...team.owner });
    await expect(app.page.getByText(`No answer from ${silent.url} yet.`)).toBeVisible();
    await app.page.getByRole('button', { name: 'Cancel' }).click();
    await expect(app.page.getByRole('button', { name: 'Cancel' })).toBeHidden();
    await expect(app.signIn.email).toHaveValue(team.owner.email);
    await app.signIn.server.fill(backend.url);
    await app.signIn.submit.click();
    await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  } finally {
    await silent.close();
  }
});

test('counts down after too many sign-in attempts', async ({ app, backend, team }) => {
  const { email } = team.owner;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await expect(signInByApi(backend.url, { email, password: 'guess' })).rejects.toThrow();
  }
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('alert')).toHaveText(
    /Too many attempts. Try again in \d+ (seconds|minutes)\./,
  );
  await expect(app.signIn.submit).toBeDisabled();

  // The wait is for this account of this server.
  const { page, signIn } = app;
  await signIn.email.fill(team.admin.email);
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(signIn.submit).toBeEnabled();
  await signIn.email.fill(email.toUpperCase());
  await expect(page.getByRole('alert')).toHaveText(/Too many attempts/);
  await signIn.server.fill('http://127.0.0.1:9');
  await expect(signIn.submit).toBeEnabled();
  await signIn.signIn({ server: backend.url, ...team.admin });
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
});

test('signs in again while a stranger tries passwords for the account', async ({
  signedIn,
  backend,
  team,
}) => {
  const { email } = team.owner;
  const { signIn, sidebar, page } = await signedIn(team.owner);
  await sidebar.signOut.click();
  await expect(signIn.email).toHaveValue(email);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await expect(signInByApi(backend.url, { email, password: 'guess' })).rejects.toThrow();
  }
  await signIn.signIn({ server: backend.url, ...team.owner });
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
});

test('shows the sign-in screen with the reason when the session was ended elsewhere', async ({
  signedIn,
  team,
  testData,
}) => {
  const { page, signIn, organization } = await signedIn(team.owner);
  await testData.database.pool.query('delete from sessions');
  // Whichever comes first: the live connection finds out, or the next thing that one does.
  await organization
    .tab('Members')
    .click({ timeout: 2000 })
    .catch(() => undefined);

  await expect(page.getByRole('status').filter({ hasText: 'You’ve been signed out' })).toBeVisible();
  await expect(signIn.email).toHaveValue(team.owner.email);
  await expect(signIn.password).toBeFocused();
});

test('says on sign-in that the session will not be saved without a keychain', async ({ app }) => {
  await expect(app.page.getByText(/need to sign in again next time/)).toBeVisible();
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
