import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { _electron, chromium, type Browser, type ElectronApplication } from 'playwright';
import { startDemoBackend } from '../demo/demo-backend.mjs';
import { endOf } from '../setup/child.mjs';
import { chromiumLaunchOptions } from '../setup/chromium.mjs';
import { electronInUse } from '../setup/electron.mjs';
import { projectFolder } from '../setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../setup/temporary-folder.mjs';

/** All that the tour plays with; everything of it is real, and ends with it. */
export class Cast {
  readonly #folder = temporaryFolder('fastlinkit-tour');
  #browser: Browser | undefined;
  readonly #endings: (() => Promise<void>)[] = [async () => removeFolder(this.#folder)];

  /** The backend with an embedded PostgreSQL, the demo's data and a mailbox, on free ports. */
  async startBackend(): Promise<{ url: string; mailbox: string }> {
    const { url, mailbox, stop } = await startDemoBackend({ folder: this.#folder, port: 0 });
    this.#endings.push(stop);
    if (!mailbox) throw new Error('The backend started no mailbox.');
    return { url, mailbox };
  }

  /** The built app, as a person starts it, with a profile of its own. */
  async openApp(): Promise<ElectronApplication> {
    const app = await _electron.launch({
      executablePath: this.#electron(),
      args: this.#appArguments(),
      chromiumSandbox: true,
      // The app's own theme, and not one that Playwright puts over it.
      colorScheme: null,
    });
    this.#endings.push(() => app.close());
    return app;
  }

  /** Opens a link of the app's kind as the system does: the app is started once more, hands it on and ends. */
  async openLink(link: string): Promise<void> {
    const code = await endOf(spawn(this.#electron(), [...this.#appArguments(), link], { stdio: 'ignore' }));
    if (code !== 0) throw new Error(`The app that was started with the link ended with code ${code}.`);
  }

  /** The browser of those who have no app. */
  async openBrowser(): Promise<Browser> {
    if (this.#browser) return this.#browser;
    const browser = await chromium.launch({ ...chromiumLaunchOptions(), handleSIGTERM: false });
    this.#endings.push(() => browser.close());
    return (this.#browser = browser);
  }

  #electron(): string {
    const path = electronInUse();
    if (!path) throw new Error('There is no Electron.');
    return path;
  }

  #appArguments(): string[] {
    return [projectFolder, `--user-data-dir=${join(this.#folder, 'profile')}`];
  }

  /** Ends all that was started, the last first. */
  async end(): Promise<void> {
    for (let end = this.#endings.pop(); end; end = this.#endings.pop()) await end();
  }
}
