// The whole story, in the real app, the real backend and a real browser. `npm run tour` starts it.
import { expect as playwrightExpect, type Page } from '@playwright/test';
import { demoPassword } from '../demo/demo-data.mjs';
import { interruption } from '../setup/child.mjs';
import { Cast } from './cast.ts';
import { Mailbox } from './mailbox.ts';
import { Story } from './story.ts';

const expect = playwrightExpect.configure({ timeout: 15_000 });
const week = 7 * 24 * 3600 * 1000;

const owner = 'ada@acme.test';
const newcomer = { email: 'nora@example.test', firstName: 'Nora', lastName: 'Lindqvist' };
const forgetful = 'omar@example.test';
const mistaken = 'pia@example.test';

const story = new Story();
const cast = new Cast();
let window: Page | undefined;
interruption().addEventListener('abort', () => {
  void cast.end().finally(() => process.exit(130));
});
try {
  await play();
  story.end();
} catch (error) {
  // An interrupted step fails as well, and there is nothing to say about that.
  if (interruption().aborted) await new Promise(() => {});
  if (window) await story.picture(window, 'failed').catch(() => {});
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cast.end();
}

async function play(): Promise<void> {
  const backend = await story.step('Start the backend: PostgreSQL, demo data, mailbox', () =>
    cast.startBackend(),
  );
  const mailbox = new Mailbox(backend.mailbox);

  const app = await story.step('Open the app', async () => {
    const opened = await (await cast.openApp()).firstWindow();
    await expect(opened.getByRole('button', { name: 'Sign in' })).toBeVisible();
    window = opened;
    return opened;
  });
  await story.step(`Sign in as ${owner}`, async () => {
    await app.getByLabel('Server').fill(backend.url);
    await app.getByLabel('Email').fill(owner);
    await app.getByLabel('Password').fill(demoPassword);
    await story.picture(app, 'sign-in');
    await app.getByRole('button', { name: 'Sign in' }).click();
    await expect(app.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
    await expect(openInvites().getByRole('row')).not.toHaveCount(0);
    await story.picture(app, 'organization');
  });

  await story.step(`Invite ${newcomer.email}`, async () => {
    await invite(newcomer.email);
    await story.picture(app, 'invited');
  });
  const [link = ''] = await story.step('Find the mail and the link in it', () =>
    mailbox.linksTo(newcomer.email, 1),
  );

  const browser = await cast.openBrowser();
  const phone = await browser.newPage({ viewport: { width: 412, height: 892 }, deviceScaleFactor: 2 });
  await story.step('Open the link in the browser', async () => {
    await phone.goto(link);
    await expect(phone.getByLabel('E-mail')).toHaveValue(newcomer.email);
    await expect(phone.getByLabel('E-mail')).not.toBeEditable();
    await story.picture(phone, 'invite-page');
  });
  await app.getByRole('tab', { name: /^Members/ }).click();
  await expect(app.getByRole('table', { name: 'Members' }).getByRole('row', { name: owner })).toBeVisible();
  await story.step('Register there', async () => {
    await phone.getByLabel('First name').fill(newcomer.firstName);
    await phone.getByLabel('Last name').fill(newcomer.lastName);
    await phone.getByLabel('Password').fill('a few words in a row');
    await phone.getByRole('button', { name: 'Create account and join' }).click();
    await expect(phone.getByRole('heading', { name: /Acme Support/ })).toBeVisible();
    await expect(phone.getByLabel('Password')).toHaveCount(0);
    await story.picture(phone, 'joined');
  });
  await story.step('See the new member arrive in the app, without a click', async () => {
    const members = app.getByRole('table', { name: 'Members' });
    await expect(members.getByRole('row', { name: newcomer.email })).toContainText(newcomer.lastName);
    await story.picture(app, 'member-arrived');
  });

  await app.getByRole('tab', { name: /^Pending invites/ }).click();
  await story.step(`Invite ${forgetful} and resend it: seven days more, the same link`, async () => {
    await invite(forgetful);
    await mailbox.linksTo(forgetful, 1);
    const expiry = await expiryOf(forgetful);
    await rowOf(forgetful).getByRole('button', { name: 'Resend', exact: true }).click();
    await expect.poll(() => expiryOf(forgetful)).toBe(expiry + week);
    const [first, second] = await mailbox.linksTo(forgetful, 2);
    expect(second).toBe(first);
    await story.picture(app, 'resent');
  });
  await story.step(`Invite ${mistaken} and revoke it: the link is dead`, async () => {
    await invite(mistaken);
    const [dead = ''] = await mailbox.linksTo(mistaken, 1);
    await rowOf(mistaken).getByRole('button', { name: 'Revoke', exact: true }).click();
    const question = app.getByRole('dialog');
    await expect(question).toContainText(mistaken);
    await story.picture(app, 'revoke');
    await question.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(rowOf(mistaken)).toHaveCount(0);
    const response = await phone.goto(dead);
    expect(response?.status()).toBe(410);
    await expect(phone.getByRole('heading', { level: 1 })).toHaveText('This invite was taken back');
    await story.picture(phone, 'revoked-link');
  });

  await story.step('Fill the seats and see the error', async () => {
    const usage = app.getByRole('region', { name: 'Seat usage' });
    const free = Number(/(\d+) free/.exec(await usage.innerText())?.[1]);
    expect(free).toBeGreaterThan(0);
    for (let seat = 1; seat <= free; seat += 1) await invite(`colleague-${seat}@example.test`);
    await expect(usage).toContainText('0 free');
    await send('one-too-many@example.test');
    await expect(form().getByRole('alert')).toContainText(
      /^No seats available\. 10 of 10 are used \(5 members, 5 pending invites\)\. Revoke an invite, remove a member or buy seats\.$/,
    );
    await expect(form().getByRole('button', { name: 'Send Invite' })).not.toHaveAttribute('data-loading');
    await expect(rowOf('one-too-many@example.test')).toHaveCount(0);
    await dismissNotices();
    await story.picture(app, 'no-seats');
  });
  await story.step('Change to the dark theme', async () => {
    await app.getByTitle('Dark', { exact: true }).click();
    await expect(app.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await story.picture(app, 'dark');
  });

  function form() {
    return app.getByRole('region', { name: 'Invite Members' });
  }

  function openInvites() {
    return app.getByRole('table', { name: 'Open invites' });
  }

  function rowOf(email: string) {
    return openInvites().getByRole('row', { name: email });
  }

  async function send(email: string): Promise<void> {
    await form().getByLabel('Email').fill(email);
    await form().getByRole('button', { name: 'Send Invite' }).click();
  }

  /** Invites an address as an agent and waits until its row is there. */
  async function invite(email: string): Promise<void> {
    await send(email);
    await expect(app.getByRole('tab', { name: /^Pending invites/ })).toBeVisible();
    await expect(rowOf(email)).toBeVisible();
  }

  /** Closes what the app said it had done, so that the pictures show what lies below. */
  async function dismissNotices(): Promise<void> {
    const close = app.getByRole('status').getByRole('button', { includeHidden: true });
    while ((await close.count()) > 0)
      await close
        .last()
        .click({ timeout: 2_000 })
        .catch(() => {});
  }

  /** When an invite expires, as its row says it to the machine: the latest of the times in it. */
  async function expiryOf(email: string): Promise<number> {
    const times = await rowOf(email)
      .locator('time')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('datetime') ?? ''));
    return Math.max(...times.map((time) => Date.parse(time)));
  }
}
