import type { ElectronApplication } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import { expect, test } from './fixtures.ts';

/** Sets the size of the window, and how much larger than usual everything in it is. */
async function setView(
  electron: ElectronApplication,
  width: number,
  height: number,
  zoom: number,
): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, { width, height, zoom }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(width, height);
      window?.webContents.setZoomFactor(zoom);
    },
    { width, height, zoom },
  );
}

for (const { width, height, zoom } of [
  { width: 860, height: 560, zoom: 2 },
  { width: 1180, height: 760, zoom: 1.5 },
]) {
  test(`at ${width} × ${height} and ${zoom * 100} %, every row action can be reached`, async ({
    signedIn,
    team,
    owner,
  }) => {
    const params = { organizationId: team.organizationId };
    await owner.call(createInvite, {
      params,
      body: { email: 'first.name@a-long-company.test', role: 'agent' },
    });
    const { page, electron, organization, sidebar } = await signedIn(team.owner);
    await setView(electron, width, height, zoom);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThan(820);

    const widthOf = async () => (await sidebar.root.boundingBox())?.width ?? 0;
    await expect.poll(widthOf).toBeLessThan(60);
    // A letter of a word without an icon says nothing.
    const connected = sidebar.root.getByText('Connected');
    await expect(connected).toHaveCSS('opacity', '0');
    const row = organization.row('first.name@a-long-company.test');
    for (const name of ['Resend', 'Revoke', 'More actions']) {
      const button = row.getByRole('button', { name });
      await button.focus();
      await expect(button).toBeInViewport({ ratio: 1 });
    }
    await expect(page.getByRole('searchbox', { name: 'Search invites' })).toBeAttached();
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overflow()).toBe(0);
    await organization.tab('Members').press('Enter');
    const remove = organization.row('Agnes Agent').getByRole('button', { name: 'Remove' });
    await remove.focus();
    await expect(remove).toBeInViewport({ ratio: 1 });

    // By keyboard the sidebar opens, and everything in it has its name.
    await page.keyboard.press('Control+f');
    await sidebar.link('Settings').press('Shift+Tab');
    await expect.poll(widthOf).toBeGreaterThan(200);
    await expect(connected).toHaveCSS('opacity', '1');
    await sidebar.link('Settings').press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(await overflow()).toBe(0);
  });
}

test('an address is cut last, and Revoke has no colour until it is meant', async ({
  signedIn,
  team,
  owner,
}) => {
  const params = { organizationId: team.organizationId };
  const email = 'first.last@some-company.test';
  await owner.call(createInvite, { params, body: { email, role: 'agent' } });
  const { page, electron, organization } = await signedIn(team.owner);
  const address = organization.row(email).getByText(email, { exact: true });
  for (const width of [1180, 1024, 900]) {
    await setView(electron, width, 700, 1);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    expect(await address.evaluate((element) => element.scrollWidth - element.clientWidth), `${width}`).toBe(
      0,
    );
  }

  // Nor do the buttons leave the smallest window.
  await setView(electron, 860, 560, 1);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(860);
  await expect(organization.row(email).getByRole('button', { name: 'More actions' })).toBeInViewport({
    ratio: 1,
  });

  const revoke = organization.row(email).getByRole('button', { name: 'Revoke' });
  const resend = organization.row(email).getByRole('button', { name: 'Resend' });
  const colourOf = (button: typeof revoke) => button.evaluate((element) => getComputedStyle(element).color);
  await page.getByRole('searchbox', { name: 'Search invites' }).hover();
  const neutral = await colourOf(revoke);
  expect(await colourOf(resend)).toBe(neutral);
  await revoke.hover();
  await expect.poll(() => colourOf(revoke)).not.toBe(neutral);
  await page.getByRole('searchbox', { name: 'Search invites' }).hover();
  await expect.poll(() => colourOf(revoke)).toBe(neutral);
  await resend.focus();
  await page.keyboard.press('Tab');
  await expect(revoke).toBeFocused();
  expect(await colourOf(revoke)).not.toBe(neutral);
});
