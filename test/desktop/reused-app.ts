import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { launchApp, type App } from './app.ts';

/** An app that tests use one after the other, each as somebody new at its sign-in screen. */
export interface ReusedApp {
  take: (environment: Record<string, string | undefined>) => Promise<App>;
  /** @param isGood false after a failure: the next test gets another one */
  giveBack: (isGood: boolean) => Promise<void>;
  end: () => Promise<void>;
}

/** How long the way back to the sign-in screen may take, until the app is replaced. */
const patienceMs = 10_000;

/** What the app saves by itself; all else is a choice that the next test must not find. */
const ownPreferences = new Set(['window', 'organizationWindows', 'clockOffset', 'lastSignIn']);

/**
 * Starting an app takes a quarter of what a test of the window takes. One whose main process a test has had in its hands, or
 * that has another window, size or preference than at its start, is not used again.
 */
export function reuseApp(): ReusedApp {
  let current: { app: App; profile: string; look: string; start: string } | undefined;
  let isTouched = false;
  let isUsed = false;

  async function end(): Promise<void> {
    if (!current) return;
    const { app, profile } = current;
    current = undefined;
    await app.end();
    removeFolder(profile);
  }

  async function start(environment: Record<string, string | undefined>) {
    const profile = temporaryFolder('fastlinkit-profile');
    const app = await launchApp({ profile, environment });
    await expect(app.signIn.submit).toBeVisible();
    return { app, profile, look: await lookOf(app), start: app.page.url() };
  }

  async function isAsBefore({ app, profile, look }: NonNullable<typeof current>): Promise<boolean> {
    return (await lookOf(app)) === look && choicesIn(profile).length === 0;
  }

  return {
    async take(environment) {
      if (current && isUsed) {
        const isBack = (await isAsBefore(current)) && (await backToSignIn(current));
        if (!isBack) await end();
      }
      current ??= await start(environment);
      isUsed = true;
      isTouched = false;
      const { app } = current;
      return {
        ...app,
        get electron() {
          isTouched = true;
          return app.electron;
        },
        close() {
          isTouched = true;
          return app.close();
        },
      };
    },
    async giveBack(isGood) {
      if (!isGood || isTouched) await end();
    },
    end,
  };
}

/** The app's windows: where they are, and how large all in them is. */
async function lookOf({ electron }: App): Promise<string> {
  const windows = await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => [window.getBounds(), window.webContents.getZoomLevel()]),
  );
  return JSON.stringify(windows);
}

function choicesIn(profile: string): string[] {
  const saved = JSON.parse(readFileSync(join(profile, 'preferences.json'), 'utf8')) as object;
  return Object.keys(saved).filter((name) => !ownPreferences.has(name));
}

/** @returns false when something keeps the window where it is */
async function backToSignIn({ app, start }: { app: App; start: string }): Promise<boolean> {
  const { page, electron, signIn } = app;
  try {
    await page.evaluate(async () => {
      const { fastlinkit } = globalThis as unknown as {
        fastlinkit: { session: { signOut(): Promise<void> } };
      };
      await fastlinkit.session.signOut();
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.emulateMedia({ forcedColors: null, reducedMotion: null, colorScheme: null });
    await page.goto(start, { timeout: patienceMs });
    await page.reload({ timeout: patienceMs });
    await expect(signIn.submit).toBeVisible({ timeout: patienceMs });
    await electron.evaluate(({ BrowserWindow }) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.navigationHistory.clear();
    });
    return true;
  } catch {
    return false;
  }
}
