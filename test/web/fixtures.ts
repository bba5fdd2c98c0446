import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { createInvite, createInviteLink, getInvite } from '#contract/invite/api';
import type { Invite } from '#contract/invite/api';
import type { AssignableRole } from '#contract/member/model';
import { confirmTwoFactor, createTwoFactor } from '#contract/two-factor/api';
import { signIn } from '../helpers/api-client.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import { createDatabase } from '../helpers/databases.ts';
import { openTestData } from '../helpers/factories.ts';
import type { Person, Team, TestData } from '../helpers/factories.ts';
import { linkIn, openMailbox } from '../helpers/mailbox.ts';
import type { Mailbox, ReceivedMail } from '../helpers/mailbox.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend } from '../helpers/start-backend.ts';

export { expect } from '@playwright/test';

/** A backend with a database and a mail server, for the tests of one worker; each test has an organization of its own. */
interface Server {
  backend: Backend;
  url: string;
  mailbox: Mailbox;
  testData: TestData;
}

export interface SentInvite {
  id: string;
  email: string;
  mail: ReceivedMail;
  /** The mailed link. */
  link: string;
}

interface TestFixtures {
  team: Team;
  /** Calls the API as the organization's owner. */
  owner: ApiClient;
  /** Invites somebody and waits for the mail. */
  invite: (given?: { email?: string; role?: AssignableRole }) => Promise<SentInvite>;
  /** The link that an admin copies. */
  copyLink: (invite: SentInvite) => Promise<string>;
  /** The invite as the API shows it now. */
  inviteNow: (invite: SentInvite) => Promise<Invite>;
}

export const test = base.extend<TestFixtures, { server: Server }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
    async ({}, use) => {
      const [database, mailbox] = await Promise.all([createDatabase(), openMailbox()]);
      const backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl });
      const testData = openTestData(database.url);
      await use({ backend, url: backend.url, mailbox, testData });
      await backend.stop();
      await testData.close();
      await mailbox.close();
      await database.drop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  team: async ({ server }, use) => use(await server.testData.team({ name: 'Acme Support' })),
  owner: async ({ server, team }, use) => {
    const { email, password } = team.owner;
    const { client } = await signIn(server.url, { email, password });
    await use(client);
  },
  invite: async ({ server, team, owner }, use) => {
    await use(async ({ email = freshAddress(), role = 'agent' } = {}) => {
      const { id } = await owner.call(createInvite, {
        params: { organizationId: team.organizationId },
        body: { email, role },
      });
      const mail = await server.mailbox.next(email, /invited/);
      return { id, email, mail, link: linkIn(mail) };
    });
  },
  copyLink: async ({ team, owner }, use) => {
    await use(async ({ id }) => {
      const params = { organizationId: team.organizationId, inviteId: id };
      const { url } = await owner.call(createInviteLink, { params, body: {} });
      return url;
    });
  },
  inviteNow: async ({ team, owner }, use) => {
    await use(({ id }) =>
      owner.call(getInvite, { params: { organizationId: team.organizationId, inviteId: id } }),
    );
  },
});

/** An address that nobody else in the run has. */
export function freshAddress(): string {
  return `invitee-${crypto.randomUUID().slice(0, 13)}@example.test`;
}

export const goodPassword = 'three words in a row';

/** Presses a button that sends a form, and says with which status the server answered. */
export async function submit(page: Page, button: string): Promise<number> {
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return response.status();
}

/** Fills in the registration form. */
export async function fillRegistration(
  page: Page,
  { firstName = 'Ines', lastName = 'Invitee', password = goodPassword } = {},
): Promise<void> {
  await page.getByLabel('First name').fill(firstName);
  await page.getByLabel('Last name').fill(lastName);
  await page.getByLabel('Password').fill(password);
}

/** Signs in on the login page that is open, or opens it. */
export async function signInOnPage(
  page: Page,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<void> {
  if (!page.url().includes('/Account/Login')) await page.goto('/Account/Login');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export interface SecondFactor {
  /** A code that serves once from now on. */
  code: string;
  recoveryCodes: string[];
}

/** Turns two-factor sign-in on, as the app does. */
export async function turnOnTwoFactor(
  url: string,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<SecondFactor> {
  const { client } = await signIn(url, { email, password });
  const { secret } = await client.call(createTwoFactor, { body: { password } });
  const totp = new TOTP({ secret });
  const now = Date.now();
  const { recoveryCodes } = await client.call(confirmTwoFactor, {
    body: { code: totp.generate({ timestamp: now }) },
  });
  // The present code is spent; the next one is good already, as a clock may be half a minute fast.
  return { code: totp.generate({ timestamp: now + 30_000 }), recoveryCodes };
}

/** The link to choose a new password, alone on its line of the mail. */
export function resetLinkIn({ text }: ReceivedMail): string {
  const link = text
    .split('\n')
    .find((line) => /^https?:\/\/\S+\/Account\/ResetPassword\?token=\S+$/.test(line));
  if (link === undefined) throw new Error(`no link stands alone on a line of:\n${text}`);
  return link;
}

/** The page fits the smallest phone as well as the desktop, and is accessible in both schemes. */
export async function expectGood(page: Page): Promise<void> {
  for (const width of [1180, 375, 320]) {
    await page.setViewportSize({ width, height: 760 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `wider than ${width}`).toBeLessThanOrEqual(0);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
}

/**
 * Fails with each rule of WCAG 2.2 AA, and each good practice, that the page breaks.
 *
 * @param landmarks false for a mail, which is shown inside somebody else's page
 */
export async function expectAccessible(page: Page, { landmarks = true } = {}): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21a',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  const { violations } = await axe.disableRules(landmarks ? [] : ['landmark-one-main', 'region']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
