// The whole story, in the real app, the real backend and a real browser. `npm run tour` starts it; with `-- --pictures`
// it also renews the pictures of the README.
import type { Page } from '@playwright/test';
import { interruption } from '../setup/child.mjs';
import { Cast } from './cast.ts';
import { playAccount } from './chapters/account.ts';
import { playInviteLife } from './chapters/invite-life.ts';
import { playMainJob } from './chapters/main-job.ts';
import { playManyAtOnce } from './chapters/many-at-once.ts';
import { playOrganization } from './chapters/organization.ts';
import { playSupportStaff } from './chapters/support-staff.ts';
import { Mailbox } from './mailbox.ts';
import { OrganizationScreen } from './organization-screen.ts';
import { expect } from './expect.ts';
import { invited, owner } from './people.ts';
import type { Stage } from './stage.ts';
import { Story } from './story.ts';
import { enterAccount, signIn } from './window.ts';

/** What the README shows. */
const readmePictures = [
  'organization',
  'invite-page',
  'no-seats',
  'dark',
  'invite-many-preview',
  'all-organizations',
];

const story = new Story();
const cast = new Cast();
let window: Page | undefined;
interruption().addEventListener('abort', () => {
  void cast.end().finally(() => process.exit(130));
});
try {
  const stage = await begin();
  await playMainJob(stage);
  await playManyAtOnce(stage);
  await playInviteLife(stage);
  await playOrganization(stage);
  await playAccount(stage);
  await playSupportStaff(stage);
  if (process.argv.includes('--pictures')) story.keep(readmePictures);
  story.end();
} catch (error) {
  // An interrupted step fails as well, and there is nothing to say about that.
  if (interruption().aborted) await new Promise(() => {});
  if (window) await story.failure(window);
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cast.end();
}

/** Backend, mailbox, app, and somebody signed in. */
async function begin(): Promise<Stage> {
  const { url: server, mailbox } = await story.step('Start the backend: PostgreSQL, demo data, mailbox', () =>
    cast.startBackend(),
  );
  const app = await story.step('Open the app', async () => {
    const opened = await (await cast.openApp()).firstWindow();
    await expect(opened.getByRole('button', { name: 'Sign in' })).toBeVisible();
    window = opened;
    return opened;
  });
  const organization = new OrganizationScreen(app);
  await story.step(`Sign in as ${owner}`, async () => {
    await enterAccount(app, server, owner);
    await story.picture(app, 'sign-in');
    await signIn(app);
    await expect(app.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
    await expect(organization.rowOf(invited)).toBeVisible();
    await organization.drawn();
    await story.picture(app, 'organization');
  });
  return { story, cast, server, mailbox: new Mailbox(mailbox), app, organization };
}
