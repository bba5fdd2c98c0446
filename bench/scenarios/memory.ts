import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { startUntilPainted, type Program, type ExpectedPixels } from '../desktop/painted.ts';
import { memoryOf } from '../desktop/memory.ts';
import { expectedPixelsOfApp, expectedPixelsOfBlank } from '../desktop/expected-pixels.ts';
import { openDesktopFixture, type DesktopFixture } from '../fixtures/desktop-fixture.ts';
import { median } from '../harness/statistics.ts';
import { alternate } from '../harness/rounds.ts';
import type { ScenarioContext, Scenario } from '../harness/scenario.ts';

const rounds = 7;
const limit = 1.25;
const growthLimit = 1.1;
/** By then both have loaded what they load when idle. */
const settleMs = 8_000;
const minute = 60_000;
const warmUpMinutes = 2;
const betweenSamplesMs = 2_000;
/**
 * A round of work begins each second, on a fast machine as on a slow one: otherwise a quicker app would do more work in the
 * same time. It is twenty live events and every screen.
 */
const roundMs = 1_000;

/** How much memory an open organization takes, and whether that grows with use. */
export const scenario: Scenario = {
  title: 'memory (PSS of all processes) with the organization open; after live events and switching',
  baseline: 'the blank window; itself at the start',
  goal: `≤ ${limit} ×; ≤ ${growthLimit.toFixed(2)} ×`,
  async measure(context) {
    const fixture = await openDesktopFixture();
    const app = await expectedPixelsOfApp(fixture);
    const blank = await expectedPixelsOfBlank(fixture);
    const weigh = async (name: string, program: Program, expected: ExpectedPixels[]): Promise<number> => {
      const { pid, stop } = await startUntilPainted(program, fixture.screen, expected);
      await delay(settleMs);
      const mebibytes = memoryOf(pid);
      await stop();
      context.log(`${name}: ${mebibytes.toFixed(0)} MiB`);
      return mebibytes;
    };
    const taken = await alternate(rounds, {
      blank: () => weigh('blank window', fixture.blank, blank),
      app: () => weigh('app', fixture.app, app),
    });
    const ratio = taken.app.warm / taken.blank.warm;
    const { before, after, minutes } = await workInApp(fixture, context);
    return {
      figures: [
        { name: 'app', value: taken.app.warm, unit: 'MiB' },
        { name: 'blank window', value: taken.blank.warm, unit: 'MiB' },
        { name: `in use for ${minutes} min, over itself at the start`, value: after / before, unit: '×' },
      ],
      ratio,
      // A minute is too short to tell growth from what any program allocates when it is first used.
      met: ratio <= limit && (!context.long || after / before <= growthLimit),
      note: context.long
        ? 'both goals count; growth at rest, from the second minute on'
        : 'growth counts with `--long` alone, after half an hour',
    };
  },
};

/** Uses the app, while invites are created and revoked by the API. */
async function workInApp(
  fixture: DesktopFixture,
  { long, log }: ScenarioContext,
): Promise<{ before: number; after: number; minutes: number }> {
  const minutes = long ? 30 : 1;
  const { electron, page } = await fixture.openApp();
  const pid = electron.process().pid ?? 0;
  const work = async (name: string, forMinutes: number): Promise<void> => {
    const until = Date.now() + forMinutes * minute;
    for (let round = 1; Date.now() < until; round += 1) {
      const next = delay(roundMs);
      await fixture.inviteAndRevoke(10);
      await openEveryScreen(page);
      if (round % 50 === 0) log(`${name}, round ${round}: ${memoryOf(pid).toFixed(0)} MiB`);
      await next;
    }
  };
  // Loads and compiles all that is used: what is added after it is growth.
  await work('at first', warmUpMinutes);
  const before = await atRest(pid);
  log(`at the start ${before.toFixed(0)} MiB`);
  await work('in use', minutes);
  const after = await atRest(pid);
  log(`after ${minutes} min ${after.toFixed(0)} MiB`);
  await electron.close();
  return { before, after, minutes };
}

/** In MiB, after a minute without work, by when garbage has been collected. */
async function atRest(pid: number): Promise<number> {
  await delay(minute);
  const samples: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    samples.push(memoryOf(pid));
    await delay(betweenSamplesMs);
  }
  return median(samples);
}

/** Opens every screen once. */
async function openEveryScreen(page: Page): Promise<void> {
  const sidebar = page.getByRole('navigation', { name: 'Main' });
  for (const screen of ['Activity', 'Settings', 'Organization']) {
    await sidebar.getByRole('link', { name: screen, exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
  await page.getByRole('tab', { name: /^Members/ }).click();
  await page.getByRole('table', { name: 'Members' }).waitFor();
  await page.getByRole('tab', { name: /^Pending invites/ }).click();
  await page.getByRole('table', { name: 'Open invites' }).waitFor();
}
