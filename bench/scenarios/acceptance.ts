import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type Page } from '@playwright/test';
import { z } from 'zod';
import { createInvite } from '#contract/invite/api';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { SignInScreen } from '../../test/desktop/screens/sign-in-screen.ts';
import { signIn } from '../../test/helpers/api-client.ts';
import { openTestData } from '../../test/helpers/factories.ts';
import type { Person, Team } from '../../test/helpers/factories.ts';
import { linkIn, openMailbox } from '../../test/helpers/mailbox.ts';
import { startBackend } from '../../test/helpers/start-backend.ts';
import { createWebClient } from '../../test/helpers/web-client.ts';
import { median, percentile } from '../harness/statistics.ts';
import { createBenchDatabase } from '../fixtures/postgres.ts';
import { onCleanup } from '../harness/cleanup.ts';
import { startChildProgram } from '../harness/child-program.ts';
import type { Scenario } from '../harness/scenario.ts';

const rounds = 60;
const coldRounds = 5;
const goalMs = 100;
/** For so long nothing happens, and the app must send no request. */
const quietMs = 10_000;

export const scenario: Scenario = {
  title: 'acceptance in the browser to the row moved in the app',
  baseline: 'a bare server-sent event between two processes',
  goal: `p95 ≤ ${goalMs} ms, and no poll`,
  async measure({ log }) {
    const [mailbox, databaseUrl] = await Promise.all([openMailbox(), createBenchDatabase()]);
    onCleanup(() => mailbox.close());
    const backend = await startBackend({ databaseUrl, smtpUrl: mailbox.smtpUrl });
    onCleanup(() => backend.stop());
    const testData = openTestData(databaseUrl);
    onCleanup(() => testData.close());
    const team = await testData.team({ name: 'Acme Support' });
    const page = await openApp(backend.url, team.owner);
    const { client } = await signIn(backend.url, team.owner);
    const bare = startChildProgram('live/bare-event-source.ts');
    const { url: bareUrl } = await bare.receive(z.object({ url: z.string() }));
    const listener = await listenTo(bareUrl);

    const product: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < coldRounds + rounds; round += 1) {
      const person = await testData.person({ email: `invitee-${round}@invited.test` });
      await client.call(createInvite, {
        params: { organizationId: team.organizationId },
        body: { email: person.email, role: 'agent' },
      });
      const { pathname } = new URL(linkIn(await mailbox.next(person.email)));
      const web = createWebClient(backend.url);
      await web.post('/Account/Login', { email: person.email, password: person.password });
      await page.getByRole('row').filter({ hasText: person.email }).waitFor();
      const moved = await awaitMove(page, person.email);
      const began = Date.now();
      const accepted = web.post(`${pathname}/accept`);
      product.push((await moved()) - began);
      const { status } = await accepted;
      if (status !== 303) throw new Error(`the acceptance was answered with ${status}`);
      peer.push(await listener.send());
    }

    log(`the app is left alone for ${quietMs / 1_000} s`);
    const requests = () => backend.log().filter(({ msg }) => msg === 'request').length;
    // The last acceptance makes the app refetch.
    await delay(2_000);
    const before = requests();
    await delay(quietMs);
    const polls = requests() - before;

    const warm = product.slice(coldRounds);
    const p95 = percentile(warm, 95);
    const bareP95 = percentile(peer.slice(coldRounds), 95);
    return {
      figures: [
        { name: 'product, p95', value: p95, unit: 'ms' },
        { name: 'product, p50', value: median(warm), unit: 'ms' },
        { name: 'bare event, p95', value: bareP95, unit: 'ms' },
        { name: 'bare event, p50', value: median(peer.slice(coldRounds)), unit: 'ms' },
        { name: `requests of the app in ${quietMs / 1_000} quiet seconds`, value: polls, unit: '' },
      ],
      ratio: p95 / bareP95,
      met: p95 <= goalMs && polls === 0,
      note: `${rounds} acceptances, from the form's POST until the frame is painted that shows the invite gone and the member counted`,
    };
  },
};

/** The real app on a profile of its own, at the team's open invites. */
async function openApp(server: string, owner: Person & Pick<Team['owner'], 'memberId'>): Promise<Page> {
  const executablePath = electronInUse();
  if (executablePath === undefined) throw new Error('There is no Electron: run npm test once.');
  const profile = temporaryFolder('fastlinkit-bench-profile');
  onCleanup(async () => removeFolder(profile));
  const electron = await _electron.launch({
    executablePath,
    args: [projectFolder, `--user-data-dir=${profile}`],
    chromiumSandbox: true,
    colorScheme: null,
  });
  onCleanup(() => electron.close());
  const page = await electron.firstWindow();
  await new SignInScreen(page).signIn({ server, ...owner });
  await page.getByRole('heading', { level: 1, name: 'Acme Support' }).waitFor();
  return page;
}

/**
 * Begins to watch the window.
 *
 * @returns when, by the computer's clock, a frame had been painted without the row and with one member more counted
 */
async function awaitMove(page: Page, email: string): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle((address) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the window.
    const textsOf = (role: string) =>
      Array.from(document.querySelectorAll(`[role=${role}]`), (each) => each.textContent ?? '');
    const countOfMembers = () => textsOf('tab').find((text) => text.startsWith('Members'));
    const before = countOfMembers();
    const moved = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (textsOf('row').some((text) => text.includes(address)) || countOfMembers() === before) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    return { moved };
  }, email);
  return () => watch.evaluate(({ moved }) => moved);
}

/** A listener of the bare source: posts, and times the event that follows. */
async function listenTo(url: string): Promise<{ send: () => Promise<number> }> {
  const response = await fetch(url);
  const reader = response.body?.getReader();
  if (!reader) throw new Error('the bare source has no stream');
  await reader.read();
  return {
    async send() {
      const began = performance.now();
      const posted = fetch(url, { method: 'POST' });
      await reader.read();
      const took = performance.now() - began;
      await posted.then((answer) => answer.text());
      return took;
    },
  };
}
