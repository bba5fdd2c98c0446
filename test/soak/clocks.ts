import { createServerClock, observingClock } from '../../src/main/backend/server-clock.ts';
import type { ServerClock } from '../../src/main/backend/server-clock.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { openHarness } from './harness.ts';
import type { Part } from './part.ts';

const counts = { short: 50, long: 2_000 };
const mostOff = 8 * 86_400_000;
/** A `Date` header has whole seconds, and what is smaller than two is no difference. */
const mostWrong = 5_000;

export const part: Part = {
  what: 'a computer whose clock is off by up to 8 days, and is set while the app runs',
  goal: '2,000 changes of the clock: 0 times that differ from the server’s',
  async run(size) {
    const mailServer = await openMailServer();
    const harness = await openHarness({ nodes: 1, smtpUrl: mailServer.smtpUrl });
    try {
      const [server = ''] = harness.urls;
      const wrong = await changeClock(server, counts[size]);
      return { reached: `${counts[size]} changes: ${wrong} wrong`, met: wrong === 0 };
    } finally {
      await harness.close();
      await mailServer.close();
    }
  },
};

/** @returns how often the app's time differed from the server's, which is that of this machine */
async function changeClock(server: string, changes: number): Promise<number> {
  let off = 0;
  let wrong = 0;
  const values = new Map<string, unknown>();
  const start = (): ServerClock =>
    createServerClock({
      preferences: { read: (name) => values.get(name), write: (name, value) => void values.set(name, value) },
      onOffset: () => undefined,
      wallNow: () => Date.now() + off,
    });
  let clock = start();
  const check = (): void => {
    if (Math.abs(clock.now() - Date.now()) > mostWrong) wrong += 1;
  };
  for (let change = 0; change < changes; change += 1) {
    off = Math.round((Math.random() * 2 - 1) * mostOff);
    const isRestart = change % 3 === 0;
    // While the app runs, it notices without an answer; while it does not, the first answer shows it.
    if (!isRestart) check();
    else clock = start();
    const answer = await observingClock(fetch, clock)(`${server}/api/version`);
    await answer.body?.cancel();
    check();
  }
  return wrong;
}
