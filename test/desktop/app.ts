import type { ElectronApplication, Page } from '@playwright/test';
import { startWithWindow, type ElectronStart } from '../helpers/electron-app.ts';
import { OrganizationScreen } from './screens/organization-screen.ts';
import { Sidebar } from './screens/sidebar.ts';
import { SignInScreen } from './screens/sign-in-screen.ts';

/** The app as it was started, with what is on its window. */
export interface App {
  electron: ElectronApplication;
  page: Page;
  signIn: SignInScreen;
  sidebar: Sidebar;
  organization: OrganizationScreen;
  /** Quits it as its user does. */
  close: () => Promise<void>;
  /** Ends it after its test, as quickly as can be: nothing of it is needed. */
  end: () => Promise<void>;
}

/** How long an app may take to close, on a busy machine. */
const closePatienceMs = 30_000;

export async function launchApp(start: ElectronStart): Promise<App> {
  const { electron, page } = await startWithWindow(start);
  const child = electron.process();
  return {
    electron,
    page,
    signIn: new SignInScreen(page),
    sidebar: new Sidebar(page),
    organization: new OrganizationScreen(page),
    async close() {
      // A test that has failed may leave work behind, about which the app would ask before it quits.
      const answerAll = electron.evaluate(({ dialog }) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      });
      // It may have quit already.
      await answerAll.catch(() => undefined);
      // An app whose page hangs does not end by itself.
      const limit = setTimeout(() => child.kill('SIGKILL'), closePatienceMs);
      await electron.close().finally(() => clearTimeout(limit));
    },
    async end() {
      // Playwright forgets the process of an app that has been closed.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = electron.waitForEvent('close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
