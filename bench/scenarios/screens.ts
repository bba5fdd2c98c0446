import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { openDesktopFixture } from '../fixtures/desktop-fixture.ts';
import { median } from '../harness/statistics.ts';
import type { Figure, Scenario } from '../harness/scenario.ts';

const rounds = 7;
const goalMs = 100;
/** The window loads what it does not need at first while it is idle. */
const idleMs = 2_000;

/** Where a screen is, its heading, and the table whose first row has to be there. */
interface Screen {
  hash: string;
  heading: string;
  table?: string;
}

/** How long one waits for another organization, and for a screen that was not open since the app has started. */
export const scenario: Scenario = {
  title: 'switching between two organizations that were open before; the first opening of each screen',
  baseline: '—',
  goal: `p50 of each ≤ ${goalMs} ms, from the click to the frame`,
  async measure({ log }) {
    const { testData, team, openApp, signIn } = await openDesktopFixture();
    const { organizationId } = await testData.organization({ owner: team.owner, name: 'Other Support' });
    const [own, other] = [
      { id: team.organizationId, name: team.name },
      { id: organizationId, name: 'Other Support' },
    ].map(({ id, name }): Screen => ({ hash: `#/organizations/${id}`, heading: name }));
    if (!own || !other) throw new Error('there are two organizations');
    const screens: Record<string, Screen> = {
      members: { ...own, hash: `${own.hash}?tab=members`, table: 'Members' },
      activity: { hash: `${own.hash}/activity`, heading: 'Activity', table: 'Activity' },
      organizations: { hash: '#/organizations', heading: 'All organizations', table: 'Organizations' },
      inbox: { hash: '#/inbox', heading: 'Inbox' },
      settings: { hash: '#/settings', heading: 'Settings' },
    };
    const times = new Map<string, number[]>();
    const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
    for (let round = 0; round < rounds; round += 1) {
      const { electron, page } = await openApp();
      await signIn(page);
      await delay(idleMs);
      await open(page, own);
      for (const [name, screen] of Object.entries(screens)) {
        note(`first opening of ${name}`, await open(page, screen));
        await open(page, own);
      }
      await open(page, other);
      await open(page, own);
      note('another organization', await open(page, other));
      await electron.close();
    }
    const figures = [...times].map(([name, taken]): Figure => ({ name, value: median(taken), unit: 'ms' }));
    for (const { name, value } of figures) log(`${name}: ${value.toFixed(0)} ms`);
    const [slowest] = figures.toSorted((a, b) => b.value - a.value);
    if (!slowest) throw new Error('there are no screens');
    return {
      figures: [{ ...slowest, name: `slowest (${slowest.name})` }, ...figures],
      met: slowest.value <= goalMs,
    };
  },
};

/** Goes to a screen. @returns the milliseconds until the frame that shows it */
function open(page: Page, screen: Screen): Promise<number> {
  return page.evaluate(async ({ hash, heading, table }) => {
    const isShown = (): boolean =>
      (document.querySelector('main h1')?.textContent.includes(heading) ?? false) &&
      (table === undefined ||
        document.querySelector(`[role=table][aria-label="${table}"] [data-index]:not([data-passive])`) !==
          null);
    const began = performance.now();
    location.hash = hash;
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (!isShown());
    // The frame is painted when the task behind it runs.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - began;
  }, screen);
}
