import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Locator, Page } from 'playwright';
import { startUntilPainted, type Program, type Sight } from '../desktop/painted.ts';
import type { Area, Screen } from '../desktop/screen.ts';
import { openDesktopStage, type DesktopStage } from '../desktop/stage.ts';
import { inTurns } from '../rounds.ts';
import type { Row } from '../row.ts';

const rounds = 9;
const limit = 1.4;

/** How long it takes from the start of the process until somebody sees what they came for. */
export const row: Row = {
  what: 'cold start, spawn to the organization painted with data',
  beside: 'a blank sandboxed window on the same Electron',
  goal: `≤ ${limit} ×`,
  async measure({ log }) {
    const stage = await openDesktopStage();
    const { screen } = stage;
    const app = await sightsOfApp(stage);
    const blank = await sightsOfBlank(stage);
    const time = async (name: string, program: Program, sights: Sight[]): Promise<number> => {
      const ms = await timeOf(program, screen, sights);
      log(`${name}: ${ms.toFixed(0)} ms`);
      return ms;
    };
    const taken = await inTurns(rounds, {
      blank: () => time('blank window', stage.blank, blank),
      app: () => time('app', stage.app, app),
    });
    const ratio = taken.app.warm / taken.blank.warm;
    return {
      figures: [
        { name: 'app', value: taken.app.warm, unit: 'ms' },
        { name: 'blank window', value: taken.blank.warm, unit: 'ms' },
      ],
      ratio,
      met: ratio <= limit,
      note: 'as seen on the screen, pixel by pixel; session and last data kept by a gnome-keyring',
    };
  },
};

async function timeOf(program: Program, screen: Screen, sights: Sight[]): Promise<number> {
  const { paintedMs, stop } = await startUntilPainted(program, screen, sights);
  await stop();
  return paintedMs;
}

/** What the app shows in the end: the organization's name, its seats, and the first of its invites. */
async function sightsOfApp(stage: DesktopStage): Promise<Sight[]> {
  await stage.invite(6);
  const first = await stage.openApp();
  await stage.signIn(first.page);
  await shownIn(first.page).invite.waitFor();
  await first.electron.close();

  const { electron, page } = await stage.openApp();
  const shown = shownIn(page);
  const areas: Area[] = [];
  for (const one of [shown.name, shown.seats, shown.invite]) areas.push(await areaOf(electron, one));
  const sights = await look(stage.screen, areas);
  await electron.close();
  return sights;
}

const shownIn = (page: Page) => ({
  name: page.getByRole('heading', { level: 1 }),
  seats: page.getByRole('region', { name: 'Seat usage' }).getByText(/members? \+/),
  invite: page.getByRole('table', { name: 'Open invites' }).getByText('invitee-6@'),
});

async function sightsOfBlank({ openBlank, screen }: DesktopStage): Promise<Sight[]> {
  const { electron, page } = await openBlank();
  const sights = await look(screen, [await areaOf(electron, page.locator('body'))]);
  await electron.close();
  return sights;
}

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
    await delay(1500);
    if (before.every(({ area, pixels }) => pixels.equals(screen.look(area)))) return before;
  }
}
