import { hasDisplay, startVirtualDisplay } from '../../scripts/setup/display.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { hearStarts, startAgain, startElectron } from '../helpers/electron-app.ts';
import type { Part } from './part.ts';

const counts = { short: 3, long: 50 };

export const part: Part = {
  what: 'starts of the app with one profile',
  goal: '50: 1 process, each link handed over once',
  async run(size) {
    const profile = temporaryFolder('fastlinkit-profile');
    const display = hasDisplay() ? undefined : await startVirtualDisplay();
    const environment = display?.environment ?? {};
    const electron = await startElectron({ profile, environment });
    try {
      await electron.firstWindow();
      const heard = await hearStarts(electron);
      const links = Array.from({ length: counts[size] }, (_, place) => `fastlinkit://organizations/${place}`);
      const exits = await startAgain(
        { profile, environment },
        links.map((link) => [link]),
      );
      const [stayed, handedOver] = [exits.filter((exit) => exit !== 0).length, await heard()];
      const missed = links.filter((link) => !handedOver.includes(link)).length;
      const doubled = handedOver.length - new Set(handedOver).size;
      const windows = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
      return {
        reached: `${links.length}: ${1 + stayed} process, ${missed} links missed, ${doubled} doubled, ${windows} window`,
        met: stayed === 0 && missed === 0 && doubled === 0 && windows === 1,
      };
    } finally {
      await electron.close();
      display?.stop();
      removeFolder(profile);
    }
  },
};
