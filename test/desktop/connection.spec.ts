import { createInvite } from '#contract/invite/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { startBackend } from '../helpers/start-backend.ts';
import { expect, test } from './fixtures.ts';

const invitee = 'ines@example.test';

/** The settings by which a backend comes back at the same address. */
function sameAddress(url: string): { environment: Record<string, string> } {
  return { environment: { FASTLINKIT_PORT: new URL(url).port } };
}

test('shows the last data and the connection state while the server is down, and catches up afterwards', async ({
  signedIn,
  team,
  owner,
  backend,
  database,
  mailbox,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: invitee, role: 'agent' } });
  const { page, sidebar, organization } = await signedIn(team.owner);
  await expect(organization.row(invitee)).toBeVisible();
  await organization.email.fill('typed@example.test');
  await expect(organization.connection).toBeEmpty();

  backend.signal('SIGKILL');
  await backend.exited;
  await expect(organization.connection).toContainText('Rejoining the server...');
  await expect(organization.connection).toContainText(/Rejoin failed\.\.\. trying again in \d+ seconds\./);
  await expect(sidebar.root).toContainText('Not connected');
  await expect(organization.row(invitee)).toBeVisible();
  await expect(organization.send).toBeDisabled();
  await expect(organization.send).toHaveAccessibleDescription(/Unavailable/);
  await expect(organization.row(invitee).getByRole('button', { name: 'Resend' })).toBeDisabled();
  await organization.email.press('Enter');
  await expect(organization.email).toHaveValue('typed@example.test');

  const again = await startBackend({
    databaseUrl: database.url,
    smtpUrl: mailbox.smtpUrl,
    ...sameAddress(backend.url),
  });
  const { client } = await signInByApi(again.url, team.admin);
  await client.call(createInvite, { params, body: { email: 'meanwhile@example.test', role: 'agent' } });
  await expect(organization.connection).toBeEmpty({ timeout: 40_000 });
  await expect(organization.row('meanwhile@example.test')).toBeVisible();
  await expect(organization.tab('Pending invites', 2)).toBeVisible();
  await expect(organization.email).toHaveValue('typed@example.test');
  await organization.send.click();
  await expect(organization.row('typed@example.test')).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  await again.stop();
});

test('pauses when the server shuts down, and resumes by itself', async ({
  signedIn,
  team,
  backend,
  database,
  mailbox,
}) => {
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('7 free');
  backend.signal('SIGTERM');
  await expect(organization.connection).toContainText('The session has been paused by the server.');
  await expect(organization.connection.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(organization.send).toBeDisabled();
  await backend.exited;

  const again = await startBackend({
    databaseUrl: database.url,
    smtpUrl: mailbox.smtpUrl,
    ...sameAddress(backend.url),
  });
  await expect(organization.connection).toBeEmpty({ timeout: 20_000 });
  await organization.invite(invitee);
  await expect(organization.row(invitee)).toBeVisible();
  await again.stop();
});

test('says what could not be loaded and why, and loads it on Retry', async ({ signedIn, team, testData }) => {
  const { page, organization } = await signedIn(team.owner);
  await expect(organization.form).toBeVisible();
  await testData.database.pool.query('alter table members rename column sort_name to sort_name_gone');
  await organization.tab('Members').click();
  const retry = page.getByRole('tabpanel').getByRole('button', { name: 'Retry' });
  await expect(page.getByText('Members couldn’t be loaded.')).toBeVisible();
  await retry.click();
  await expect(page.getByText('Members couldn’t be loaded.')).toBeVisible();
  await testData.database.pool.query('alter table members rename column sort_name_gone to sort_name');
  // The app may have loaded it by itself meanwhile: the window came to the front.
  await expect(async () => {
    if (await retry.isVisible()) await retry.click({ timeout: 1000 });
    await expect(organization.row('Agnes Agent')).toBeVisible({ timeout: 1000 });
  }).toPass();
});
