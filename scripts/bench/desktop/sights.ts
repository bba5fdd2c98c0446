import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Locator, Page } from 'playwright';
import type { Sight } from './painted.ts';
import type { Area, Screen } from './screen.ts';
import type { DesktopStage } from './stage.ts';

const stillMs = 1_500;

/**
 * Signs in, so that the session and the last data are kept.
 *
 * @returns what the app shows from then on: the organization's name, its seats, and the first of its invites
 */
export async function sightsOfApp(stage: DesktopStage): Promise<Sight[]> {
  const first = await stage.openApp();
  await stage.signIn(first.page);
  await shownIn(first.page).invite.waitFor();
  await stage.lastDataKept();
  await first.electron.close();

  const { electron, page } = await stage.openApp();
  const { name, seats, invite } = shownIn(page);
  const areas: Area[] = [];
  for (const one of [name, seats, invite]) areas.push(await areaOf(electron, one));
  const sights = await look(stage.screen, areas);
  await electron.close();
  return sights;
}

export async function sightsOfBlank({ openBlank, screen }: DesktopStage): Promise<Sight[]> {
  const { electron, page } = await openBlank();
  const { x, y } = await areaOf(electron, page.locator('body'));
  // As much as is looked at in the app: looking takes time as well.
  const sights = await look(screen, [{ x: x + 200, y: y + 200, width: 600, height: 60 }]);
  await electron.close();
  return sights;
}

const shownIn = (page: Page) => ({
  name: page.getByRole('heading', { level: 1 }),
  seats: page.getByRole('region', { name: 'Seat usage' }).getByText(/members? \+/),
  invite: page.getByRole('table', { name: 'Open invites' }).getByText('invitee-6@'),
});

/** Where on the screen it is. */
async function areaOf(electron: ElectronApplication, shown: Locator): Promise<Area> {
  await shown.waitFor({ state: 'attached' });
  const box = await shown.boundingBox();
  const content = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getContentBounds(),
  );
  if (!box || !content) throw new Error('It is nowhere to be seen.');
  return {
    x: Math.round(content.x + box.x),
    y: Math.round(content.y + box.y),
    width: Math.floor(box.width),
    height: Math.max(1, Math.floor(box.height)),
  };
}

/** The pixels of the areas once they have stayed the same for a while. */
async function look(screen: Screen, areas: Area[]): Promise<Sight[]> {
  for (;;) {
    const before = areas.map((area) => ({ area, pixels: screen.look(area) }));
    await delay(stillMs);
    if (before.every(({ area, pixels }) => pixels.equals(screen.look(area)))) return before;
  }
}
