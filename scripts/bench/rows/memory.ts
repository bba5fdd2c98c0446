import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { startUntilPainted, type Program, type Sight } from '../desktop/painted.ts';
import { memoryOf } from '../desktop/pss.ts';
import { sightsOfApp, sightsOfBlank } from '../desktop/sights.ts';
import { openDesktopStage, type DesktopStage } from '../desktop/stage.ts';
import { median } from '../median.ts';
import { inTurns } from '../rounds.ts';
import type { BenchContext, Row } from '../row.ts';

const rounds = 7;
const limit = 1.25;
const growthLimit = 1.05;
/** By then what is loaded on idle is there, in both. */
const settleMs = 8_000;
const minute = 60_000;
const warmUpMinutes = 2;
const betweenSamplesMs = 2_000;
/**
 * A round of work begins each second, on a fast machine as on a slow one: else the quicker the app became, the more would be done
 * with it. It is twenty live events and every screen.
 */
const roundMs = 1_000;

/** What an open organization costs, and whether that grows with use. */
export const row: Row = {
  what: 'memory (PSS of all processes) with the organization open; after live events and switching',
  beside: 'the blank window; itself at the start',
  goal: `≤ ${limit} ×; ≤ ${growthLimit} ×`,
  async measure(context) {
    const stage = await openDesktopStage();
    const app = await sightsOfApp(stage);
    const blank = await sightsOfBlank(stage);
    const weigh = async (name: string, program: Program, sights: Sight[]): Promise<number> => {
      const { pid, stop } = await startUntilPainted(program, stage.screen, sights);
      await delay(settleMs);
      const mebibytes = memoryOf(pid);
      await stop();
      context.log(`${name}: ${mebibytes.toFixed(0)} MiB`);
      return mebibytes;
    };
    const taken = await inTurns(rounds, {
      blank: () => weigh('blank window', stage.blank, blank),
      app: () => weigh('app', stage.app, app),
    });
    const ratio = taken.app.warm / taken.blank.warm;
    const { before, after, minutes } = await keepInUse(stage, context);
    return {
      figures: [
        { name: 'app', value: taken.app.warm, unit: 'MiB' },
        { name: 'blank window', value: taken.blank.warm, unit: 'MiB' },
        { name: `in use for ${minutes} min, over itself at the start`, value: after / before, unit: '×' },
      ],
      ratio,
      // A minute is too short to tell growth from what any program takes when it is first used.
      met: ratio <= limit && (!context.long || after / before <= growthLimit),
      note: context.long
        ? 'both goals count; growth at rest, from the second minute on'
        : 'growth counts with `--long` alone, after half an hour',
    };
  },
};

/** Works with the app, while invites come and go by the API. */
async function keepInUse(
  stage: DesktopStage,
  { long, log }: BenchContext,
): Promise<{ before: number; after: number; minutes: number }> {
  const minutes = long ? 30 : 1;
  const { electron, page } = await stage.openApp();
  const pid = electron.process().pid ?? 0;
  const work = async (name: string, forMinutes: number): Promise<void> => {
    const until = Date.now() + forMinutes * minute;
    for (let round = 1; Date.now() < until; round += 1) {
      const next = delay(roundMs);
      await stage.inviteAndRevoke(10);
      await switchAbout(page);
      if (round % 50 === 0) log(`${name}, round ${round}: ${memoryOf(pid).toFixed(0)} MiB`);
      await next;
    }
  };
  // So that all that is used has been loaded and compiled: what comes after it is growth.
  await work('at first', warmUpMinutes);
  const before = await atRest(pid);
  log(`at the start ${before.toFixed(0)} MiB`);
  await work('in use', minutes);
  const after = await atRest(pid);
  log(`after ${minutes} min ${after.toFixed(0)} MiB`);
  await electron.close();
  return { before, after, minutes };
}

/** Once nothing has been done for a minute, by when garbage has been collected, before as after: in MiB. */
async function atRest(pid: number): Promise<number> {
  await delay(minute);
  const samples: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    samples.push(memoryOf(pid));
    await delay(betweenSamplesMs);
  }
  return median(samples);
}

/** Every place that there is, and back again. */
async function switchAbout(page: Page): Promise<void> {
  const sidebar = page.getByRole('navigation', { name: 'Main' });
  for (const place of ['Activity', 'Settings', 'Organization']) {
    await sidebar.getByRole('link', { name: place, exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
  await page.getByRole('tab', { name: /^Members/ }).click();
  await page.getByRole('table', { name: 'Members' }).waitFor();
  await page.getByRole('tab', { name: /^Pending invites/ }).click();
  await page.getByRole('table', { name: 'Open invites' }).waitFor();
}
