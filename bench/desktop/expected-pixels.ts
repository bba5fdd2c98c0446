import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Locator, Page } from 'playwright';
import type { ExpectedPixels } from './painted.ts';
import type { Area, Screen } from './screen.ts';
import type { DesktopFixture } from '../fixtures/desktop-fixture.ts';

const unchangedMs = 1_500;

/**
 * Signs in, so that the session and the cache snapshot are saved.
 *
 * @returns what the app shows at its next start: the organization's name, its seats, and the first of its invites
 */
export async function expectedPixelsOfApp(fixture: DesktopFixture): Promise<ExpectedPixels[]> {
  const first = await fixture.openApp();
  await fixture.signIn(first.page);
  await shownIn(first.page).invite.waitFor();
  await fixture.snapshotSaved();
  await first.electron.close();

  const { electron, page } = await fixture.openApp();
  const { name, seats, invite } = shownIn(page);
  const areas: Area[] = [];
  for (const one of [name, seats, invite]) areas.push(await areaOf(electron, one));
  const expected = await read(fixture.screen, areas);
  await electron.close();
  return expected;
}

export async function expectedPixelsOfBlank({
  openBlank,
  screen,
}: DesktopFixture): Promise<ExpectedPixels[]> {
  const { electron, page } = await openBlank();
  const { x, y } = await areaOf(electron, page.locator('body'));
  // As large as the areas of the app: reading takes time as well.
  const expected = await read(screen, [{ x: x + 200, y: y + 200, width: 600, height: 60 }]);
  await electron.close();
  return expected;
}

const shownIn = (page: Page) => ({
  name: page.getByRole('heading', { level: 1 }),
  seats: page.getByRole('region', { name: 'Seat usage' }).getByText(/members? \+/),
  invite: page.getByRole('table', { name: 'Open invites' }).getByText('invitee-6@'),
});

/** Where on the screen an element is. */
async function areaOf(electron: ElectronApplication, shown: Locator): Promise<Area> {
  await shown.waitFor({ state: 'attached' });
  const box = await shown.boundingBox();
  const content = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getContentBounds(),
  );
  if (!box || !content) throw new Error('The element has no place on the screen.');
  return {
    x: Math.round(content.x + box.x),
    y: Math.round(content.y + box.y),
    width: Math.floor(box.width),
    height: Math.max(1, Math.floor(box.height)),
  };
}

/** The pixels of the areas once they have stayed the same for a while. */
async function read(screen: Screen, areas: Area[]): Promise<ExpectedPixels[]> {
  for (;;) {
    const before = areas.map((area) => ({ area, pixels: screen.read(area) }));
    await delay(unchangedMs);
    if (before.every(({ area, pixels }) => pixels.equals(screen.read(area)))) return before;
  }
}
