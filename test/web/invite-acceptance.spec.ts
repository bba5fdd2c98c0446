import { listMembers } from '#contract/member/api';
import { revokeInvite } from '#contract/invite/api';
import { editOrganization } from '#contract/organization/api';
import { expect, fillRegistration, freshAddress, goodPassword, signInOnPage, test } from './fixtures.ts';

const week = 7 * 24 * 60 * 60 * 1000;

test('registers a new user, who becomes a member', async ({ page, invite, inviteNow, owner, team }) => {
  const sent = await invite({ role: 'admin' });
  await page.goto(sent.link);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join Acme Support');
  await expect(page.getByText('Olga Owner invited you')).toBeVisible();
  await expect(page.getByText('Admin', { exact: true })).toBeVisible();
  const email = page.getByLabel('Email');
  await expect(email).toHaveValue(sent.email);
  await expect(email).not.toBeEditable();

  await fillRegistration(page, { firstName: 'Ines', lastName: 'Invitee' });
  await page.getByRole('button', { name: 'Create account and join' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  await expect(page.getByText(sent.email)).toBeVisible();
  expect((await inviteNow(sent)).status).toBe('accepted');
  const { items } = await owner.call(listMembers, {
    params: { organizationId: team.organizationId },
    query: { search: sent.email },
  });
  expect(items).toMatchObject([{ email: sent.email, firstName: 'Ines', lastName: 'Invitee', role: 'admin' }]);

  // The browser is signed in, and the account serves from now on.
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ines Invitee');
  await expect(page.getByRole('listitem')).toHaveText(['Acme SupportAdmin']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signInOnPage(page, { email: sent.email, password: goodPassword });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ines Invitee');
});

test('signs in an existing user, returns to the invite and accepts it', async ({
  page,
  invite,
  inviteNow,
  server,
}) => {
  const person = await server.testData.person({
    email: freshAddress(),
    firstName: 'Pia',
    lastName: 'Present',
  });
  const sent = await invite({ email: person.email });
  await page.goto(sent.link);
  await expect(page.getByText(`${person.email} already has a FastLinkIt account`)).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveCount(0);

  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/Account\/Login\?returnUrl=%2Fsupport%2Finvite%2F/);
  await signInOnPage(page, person);

  await expect(page).toHaveURL(sent.link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join Acme Support');
  await expect(page.getByText('Agent', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  expect((await inviteNow(sent)).status).toBe('accepted');
});

test('shows the organization to a signed-in user, who declines', async ({
  page,
  invite,
  inviteNow,
  owner,
  server,
  team,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(editOrganization, { params, body: { description: 'We answer what customers ask.' } });
  const person = await server.testData.person({ email: freshAddress() });
  await signInOnPage(page, person);
  const sent = await invite({ email: person.email });
  await page.goto(sent.link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join Acme Support');
  await expect(page.getByText('We answer what customers ask.')).toBeVisible();
  await expect(page.getByText(`You're signed in as ${person.email}`)).toBeVisible();

  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation was declined');
  expect((await inviteNow(sent)).status).toBe('declined');

  const again = await page.goto(sent.link);
  expect(again?.status()).toBe(410);
  await expect(page.getByText(/Ask Olga Owner or an admin of Acme Support/)).toBeVisible();
});

test(
  'shows the wrong account whose invite it is, and lets it switch accounts',
  { tag: '@guard:wrong-account' },
  async ({ page, invite, inviteNow, server }) => {
    const [invited, other] = await Promise.all([
      server.testData.person({ email: freshAddress() }),
      server.testData.person({ email: freshAddress() }),
    ]);
    const sent = await invite({ email: invited.email });
    await signInOnPage(page, other);
    const response = await page.goto(sent.link);
    expect(response?.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation is for someone else');
    await expect(page.getByText(invited.email).first()).toBeVisible();
    await expect(page.getByText(other.email).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Accept' })).toHaveCount(0);

    const forced = await page.request.post(`${sent.link}/accept`, { form: {} });
    expect(forced.status()).toBe(403);
    expect(await forced.text()).toContain(other.email);
    expect((await inviteNow(sent)).status).toBe('pending');

    await page.getByRole('button', { name: 'Sign in as a different user' }).click();
    await signInOnPage(page, invited);
    await expect(page).toHaveURL(sent.link);
    await page.getByRole('button', { name: 'Accept' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  },
);

test('offers the wrong account a way to a new account', async ({ page, invite, server }) => {
  const other = await server.testData.person({ email: freshAddress() });
  const sent = await invite();
  await signInOnPage(page, other);
  await page.goto(sent.link);
  await page.getByRole('button', { name: 'Sign in as a different user' }).click();
  await page.getByRole('link', { name: 'Go back to the invitation' }).click();
  await fillRegistration(page);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test.describe('ended invites', () => {
  test('shows that an invite has expired', async ({ page, invite, server }) => {
    const sent = await invite();
    await server.testData.age(sent.id, week + 1000);
    const response = await page.goto(sent.link);
    expect(response?.status()).toBe(410);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation has expired');
    await expect(page.getByText('this link will work again')).toBeVisible();
  });

  test('keeps an invite open until one second before its expiry', async ({ page, invite, server }) => {
    const sent = await invite();
    await server.testData.age(sent.id, week - 20_000);
    expect((await page.goto(sent.link))?.status()).toBe(200);
  });

  test('shows that an invite was revoked', async ({ page, invite, owner, team }) => {
    const sent = await invite();
    const params = { organizationId: team.organizationId, inviteId: sent.id };
    await owner.call(revokeInvite, { params, body: {} });
    const response = await page.goto(sent.link);
    expect(response?.status()).toBe(410);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation was withdrawn');
    await expect(
      page.getByText(/ask Olga Owner or an admin of Acme Support to send a new invitation/),
    ).toBeVisible();
  });

  test('shows that an invite was accepted', async ({ page, browser, invite }) => {
    const sent = await invite();
    await page.goto(sent.link);
    await fillRegistration(page);
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');

    const stranger = await browser.newPage();
    const response = await stranger.goto(sent.link);
    expect(response?.status()).toBe(200);
    await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('This invitation has been accepted');
    await expect(stranger.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await stranger.close();
  });

  test('shows an error for an unknown link', async ({ page, invite }) => {
    const sent = await invite();
    for (const [link, heading] of [
      ['/support/invite/unknown', 'This invitation link is incomplete'],
      [sent.link.slice(0, -1), 'This invitation link is incomplete'],
      [sent.link.toLowerCase(), "This invitation link isn't valid"],
      [sent.link.replace(/.{5}$/, 'AAAAA'), "This invitation link isn't valid"],
    ] as const) {
      const response = await page.goto(link);
      expect(response?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    }
  });

  test('rejects every form of an ended invite', async ({
    invite,
    owner,
    request,
    server,
    team,
    inviteNow,
  }) => {
    const [expired, revoked, accepted] = await Promise.all([invite(), invite(), invite()]);
    await server.testData.age(expired.id, week + 1000);
    const params = { organizationId: team.organizationId, inviteId: revoked.id };
    await owner.call(revokeInvite, { params, body: {} });
    const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
    await request.post(`${accepted.link}/register`, { form });

    for (const [sent, status] of [
      [expired, 410],
      [revoked, 410],
      [accepted, 409],
    ] as const) {
      const before = (await inviteNow(sent)).status;
      for (const act of ['register', 'accept', 'decline', 'code']) {
        const response = await request.post(`${sent.link}/${act}`, { form: act === 'register' ? form : {} });
        expect.soft(response.status(), `${before} ${act}`).toBe(status);
      }
      expect((await inviteNow(sent)).status).toBe(before);
    }
    for (const act of ['register', 'accept', 'decline', 'code']) {
      expect((await request.post(`/support/invite/unknown/${act}`, { form: {} })).status()).toBe(404);
    }
  });
});
