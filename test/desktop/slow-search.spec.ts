import { createInvite } from '#contract/invite/api';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import { expect, test } from './fixtures.ts';

test('rows of an earlier search are dimmed and cannot be acted on until the answer is there', async ({
  app,
  backend,
  team,
  owner,
}) => {
  const params = { organizationId: team.organizationId };
  for (const email of ['ada@x.test', 'bob@x.test']) {
    await owner.call(createInvite, { params, body: { email, role: 'agent' } });
  }
  const proxy = await openFaultyProxy(() => Number(new URL(backend.url).port));
  try {
    const { page, organization, signIn } = app;
    await signIn.signIn({ server: proxy.url, ...team.owner });
    await expect(organization.row('ada@x.test')).toBeVisible();
    await expect(app.sidebar.root).toContainText('Connected');
    const rows = organization.invites.getByRole('rowgroup').last();
    await expect(rows).toContainText('ada@x.test');

    proxy.hold(true);
    const search = page.getByRole('searchbox', { name: 'Search invites' });
    await search.fill('bob');
    await expect(page.getByText('Searching…')).toBeVisible();
    const body = page.locator('[role=rowgroup][inert]');
    await expect(body).toContainText('ada@x.test');
    expect(Number(await body.evaluate((element) => getComputedStyle(element).opacity))).toBeLessThan(1);
    // Neither the pointer nor the keyboard reaches them.
    const reached = await body
      .getByText('Revoke', { exact: true })
      .first()
      .evaluate((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        if (button instanceof HTMLElement) button.focus();
        return {
          byPointer: button.contains(document.elementFromPoint(x + width / 2, y + height / 2)),
          byKeyboard: document.activeElement === button,
        };
      });
    expect(reached).toEqual({ byPointer: false, byKeyboard: false });
    await search.press('ArrowDown');
    await expect(search).toBeFocused();

    proxy.hold(false);
    await expect(organization.row('bob@x.test')).toBeVisible();
    await expect(organization.row('ada@x.test')).toBeHidden();
    await expect(page.getByText('Searching…')).toBeHidden();
    await search.press('ArrowDown');
    await expect(rows.locator(':focus')).toBeVisible();
  } finally {
    proxy.hold(false);
    await proxy.close();
  }
});
