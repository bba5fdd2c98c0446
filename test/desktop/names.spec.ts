import { createInvite } from '#contract/invite/api';
import { expect, test } from './fixtures.ts';

/** Turns round what follows it, to the end of the paragraph. */
const override = '\u202E';

test('a name that reorders text reorders nothing but itself, wherever it is shown', async ({
  app,
  backend,
  team,
  owner,
  testData,
  mailbox,
}) => {
  const { pool } = testData.database;
  // As names were that an earlier release accepted.
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
  await pool.query('update organizations set name = $1, description = $2 where id = $3', [
    `Acme ${override}troppuS`,
    `We ${override}pleh`,
    team.organizationId,
  ]);
  await pool.query('update users set first_name = $1 where id = any($2)', [
    `A${override}sengA`,
    [team.agent.id, team.owner.id],
  ]);
  await pool.query('update members set first_name = $1 where id = $2', [
    `A${override}sengA`,
    team.agent.memberId,
  ]);

  const { page, electron, organization, sidebar, signIn } = app;
  await electron.evaluate(({ Notification, BrowserWindow }) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shownNotifications: shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
    BrowserWindow.prototype.isFocused = () => false;
  });
  await signIn.signIn({ server: backend.url, ...team.owner });
  await expect(organization.row('ines@x.test')).toBeVisible();

  /** Every text in the window, visible or spoken, in which such a name is not between U+2068 and U+2069. */
  const unisolated = () =>
    page.evaluate((override) => {
      const texts = [document.title];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '');
      for (const element of document.querySelectorAll('[title], [aria-label], [data-initials]')) {
        for (const name of ['title', 'aria-label', 'data-initials'])
          texts.push(element.getAttribute(name) ?? '');
      }
      return texts.filter((text) => text.replaceAll(/\u2068[^\u2069]*\u2069/g, '').includes(override));
    }, override);
  const isolated = `\u2068Acme ${override}troppuS\u2069`;

  await expect.poll(() => page.title()).toBe(`${isolated} — FastLinkIt Admin`);
  expect(await unisolated()).toEqual([]);
  await page.getByRole('button', { name: 'Organization actions' }).click();
  await page.getByRole('menuitem', { name: 'Transfer ownership…' }).click();
  await expect(organization.dialog(`Transfer ownership of ${isolated}?`)).toBeVisible();
  expect(await unisolated()).toEqual([]);
  await page.keyboard.press('Escape');
  await organization.choose('ines@x.test', 'Details');
  await expect(page.getByRole('list', { name: 'Timeline' })).toContainText(/^Invited/);
  expect(await unisolated()).toEqual([]);
  await page.keyboard.press('Escape');

  await organization.tab('Members').click();
  const agent = page.getByRole('row').filter({ hasText: team.agent.email });
  await agent.getByRole('button', { name: /^Role of/ }).click();
  await page.getByRole('menuitemradio', { name: 'Admin' }).click();
  expect(await unisolated()).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Make Admin' }).click();
  await expect(organization.notification('is now an Admin.')).toBeVisible();
  expect(await unisolated()).toEqual([]);
  await sidebar.link('Activity').click();
  await expect(page.getByRole('row').filter({ hasText: 'ines@x.test' })).toBeVisible();
  expect(await unisolated()).toEqual([]);
  await sidebar.switcher.click();
  await expect(page.getByRole('listbox', { name: 'Organizations' })).toBeVisible();
  expect(await unisolated()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search or type a command' })).toBeFocused();
  await page.keyboard.type('a');
  await expect(page.getByRole('option').filter({ hasText: 'Acme' })).toBeVisible();
  expect(await unisolated()).toEqual([]);
  await page.keyboard.press('Escape');

  mailbox.refuse('nobody@x.test', { code: 550, message: 'mailbox unavailable' });
  await owner.call(createInvite, { params, body: { email: 'nobody@x.test', role: 'agent' } });
  await expect
    .poll(() =>
      electron.evaluate(() =>
        (globalThis as unknown as { shownNotifications: Electron.Notification[] }).shownNotifications.map(
          ({ body }) => body,
        ),
      ),
    )
    .toEqual([isolated]);
});
