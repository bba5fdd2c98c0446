import type { Page } from 'playwright';
import { openDesktopFixture } from '../fixtures/desktop-fixture.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';

const members = 100_000;
const rounds = 7;
/** So many frames from one end to the other. */
const frames = 400;
const longMs = 50;
const allowed = 1;

/** Whether a list too long for memory scrolls like a static one. */
export const scenario: Scenario = {
  title: `scroll ${members.toLocaleString('en')} members end to end`,
  baseline: '100 static rows in the same window',
  goal: `no more long frames (> ${longMs} ms) than ${allowed} in 100 above it`,
  async measure({ log }) {
    const fixture = await openDesktopFixture();
    const organizationId = await fixture.largeOrganization(members);
    const { electron, page } = await fixture.openApp();
    await fixture.signIn(page);
    await page.evaluate((id) => (location.hash = `#/organizations/${id}?tab=members`), organizationId);
    await page.getByRole('table', { name: 'Members' }).getByRole('cell').first().waitFor();
    await page.evaluate(addStaticRows);
    const share = async (name: string, selector: string): Promise<number> => {
      const percent = await longFramesIn(page, selector);
      log(`${name}: ${percent.toFixed(1)} % long frames`);
      return percent;
    };
    const taken = await alternate(rounds, {
      still: () => share('100 static rows', '#static-rows'),
      members: () => share('100,000 members', '#all-members'),
    });
    await electron.close();
    const above = taken.members.warm - taken.still.warm;
    return {
      figures: [
        { name: 'long frames', value: taken.members.warm, unit: '%' },
        { name: 'of 100 static rows', value: taken.still.warm, unit: '%' },
        { name: 'the first time, while pages are loaded', value: taken.members.cold, unit: '%' },
      ],
      met: above <= allowed && taken.members.cold - taken.still.cold <= allowed,
      note: `${frames} frames from end to end`,
    };
  },
};

/** Puts 100 copies of what is shown into a pane of the same size, over the real one and behind it in turn. */
function addStaticRows(): void {
  const table = document.querySelector('[role=table]');
  let pane = table?.parentElement ?? null;
  while (pane && !['auto', 'scroll'].includes(getComputedStyle(pane).overflowY)) pane = pane.parentElement;
  if (!table || !pane) throw new Error('There is no list.');
  pane.id = 'all-members';
  const still = pane.cloneNode(false) as HTMLElement;
  still.id = 'static-rows';
  const copy = table.cloneNode(false) as HTMLElement;
  const rows = [...table.querySelectorAll('[data-index]')].slice(0, 10);
  for (let n = 0; n < 100; n += 1) {
    const row = rows[n % rows.length]?.cloneNode(true) as HTMLElement;
    row.style.position = 'static';
    row.style.transform = 'none';
    copy.append(row);
  }
  still.append(copy);
  const { top, left, width, height } = pane.getBoundingClientRect();
  Object.assign(still.style, {
    position: 'fixed',
    zIndex: '1000',
    background: 'white',
    display: 'none',
    top: `${top}px`,
    left: `${left}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
  document.body.append(still);
}

/** Scrolls from one end to the other, or back. @returns how many frames in a hundred took too long */
async function longFramesIn(page: Page, selector: string): Promise<number> {
  const long = await page.evaluate(
    async ({ selector, frames, longMs }) => {
      const pane = document.querySelector<HTMLElement>(selector);
      const still = document.querySelector<HTMLElement>('#static-rows');
      if (!pane || !still) throw new Error('The panes are missing.');
      still.style.display = pane === still ? 'block' : 'none';
      const end = pane.scrollHeight - pane.clientHeight;
      const isDown = pane.scrollTop < end / 2;
      // It runs in the page, and takes nothing along from out here.
      // oxlint-disable-next-line unicorn/consistent-function-scoping
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      let before = await frame();
      let count = 0;
      for (let n = 1; n <= frames; n += 1) {
        pane.scrollTop = (end * (isDown ? n : frames - n)) / frames;
        const now = await frame();
        if (now - before > longMs) count += 1;
        before = now;
      }
      return count;
    },
    { selector, frames, longMs },
  );
  return (100 * long) / frames;
}
