import type { Page } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import { linkIn } from '../helpers/mailbox.ts';
import { expect, test } from './fixtures.ts';

/** What everybody who looks at one organization may be apart by. */
const withinMs = 1_000;

const ownWindow = { timeout: 20_000 };

test('two windows and a browser agree within a second', async ({
  signedIn,
  team,
  owner,
  mailbox,
  browserOfInvitee,
}) => {
  const params = { organizationId: team.organizationId };
  const { electron, page: first, organization } = await signedIn(team.owner);
  const opened = electron.waitForEvent('window', ownWindow);
  await first.evaluate(
    (organizationId) =>
      (
        globalThis as unknown as {
          fastlinkit: {
            window: { openOrganization: (input: { organizationId: string }) => Promise<unknown> };
          };
        }
      ).fastlinkit.window.openOrganization({ organizationId }),
    team.organizationId,
  );
  const second = await opened;
  const windows = [first, second];
  await expect(second.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible(ownWindow);

  async function expectAgreed(words: string, check: (page: Page) => Promise<void>): Promise<void> {
    const begin = performance.now();
    await Promise.all(windows.map(check));
    expect(performance.now() - begin, words).toBeLessThan(withinMs);
  }
  const shows = (text: string) => async (page: Page) => {
    await expect(page.getByRole('region', { name: 'Seat usage' })).toContainText(text);
  };
  await Promise.all(windows.map(shows('3 members + 0 pending of 10 seats, 7 free')));

  await owner.call(createInvite, { params, body: { email: 'new@x.test', role: 'agent' } });
  await expectAgreed('an invite', async (page) => {
    await expect(page.getByRole('row').filter({ hasText: 'new@x.test' })).toBeVisible();
    await shows('3 members + 1 pending of 10 seats, 6 free')(page);
  });

  const context = await browserOfInvitee.newContext();
  const browser = await context.newPage();
  await browser.goto(linkIn(await mailbox.next('new@x.test')));
  await browser.getByLabel('First name').fill('Nina');
  await browser.getByLabel('Last name').fill('New');
  await browser.getByLabel('Password').fill('correct horse battery');
  await browser.getByRole('button', { name: 'Create account and join' }).click();
  await browser.waitForLoadState();
  await expectAgreed('an acceptance in the browser', async (page) => {
    await expect(page.getByRole('row').filter({ hasText: 'new@x.test' })).toBeHidden();
    await shows('4 members + 0 pending of 10 seats, 6 free')(page);
  });
  await context.close();

  await organization.invite('other@x.test');
  await expect(organization.row('other@x.test')).toBeVisible();
  await expectAgreed('what is done in one window', async (page) => {
    await expect(page.getByRole('row').filter({ hasText: 'other@x.test' })).toBeVisible();
  });
});
