import { startUntilPainted, type Program, type Sight } from '../desktop/painted.ts';
import { sightsOfApp, sightsOfBlank } from '../desktop/sights.ts';
import { openDesktopStage } from '../desktop/stage.ts';
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
    const app = await sightsOfApp(stage);
    const blank = await sightsOfBlank(stage);
    const time = async (name: string, program: Program, sights: Sight[]): Promise<number> => {
      const { paintedMs, stop } = await startUntilPainted(program, stage.screen, sights);
      await stop();
      log(`${name}: ${paintedMs.toFixed(0)} ms`);
      return paintedMs;
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
