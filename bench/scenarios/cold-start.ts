import { startUntilPainted, type Program, type ExpectedPixels } from '../desktop/painted.ts';
import { expectedPixelsOfApp, expectedPixelsOfBlank } from '../desktop/expected-pixels.ts';
import { openDesktopFixture } from '../fixtures/desktop-fixture.ts';
import { alternate } from '../harness/rounds.ts';
import type { Scenario } from '../harness/scenario.ts';

const rounds = 9;
const limit = 1.4;

/** How long it takes from the start of the process until the organization is on the screen. */
export const scenario: Scenario = {
  title: 'cold start, spawn to the organization painted with data',
  baseline: 'a blank sandboxed window on the same Electron',
  goal: `≤ ${limit} ×`,
  async measure({ log }) {
    const fixture = await openDesktopFixture();
    const app = await expectedPixelsOfApp(fixture);
    const blank = await expectedPixelsOfBlank(fixture);
    const time = async (name: string, program: Program, expected: ExpectedPixels[]): Promise<number> => {
      const { paintedMs, stop } = await startUntilPainted(program, fixture.screen, expected);
      await stop();
      log(`${name}: ${paintedMs.toFixed(0)} ms`);
      return paintedMs;
    };
    const taken = await alternate(rounds, {
      blank: () => time('blank window', fixture.blank, blank),
      app: () => time('app', fixture.app, app),
    });
    const ratio = taken.app.warm / taken.blank.warm;
    return {
      figures: [
        { name: 'app', value: taken.app.warm, unit: 'ms' },
        { name: 'blank window', value: taken.blank.warm, unit: 'ms' },
      ],
      ratio,
      met: ratio <= limit,
      note: 'as read from the screen, pixel by pixel; session and cache snapshot kept by a gnome-keyring',
    };
  },
};
