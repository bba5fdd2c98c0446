import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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

/** The part of the bridge that leads back to the sign-in screen. */
interface Bridge {
  fastlinkit: { session: { signOut(): Promise<unknown> }; window: { startOver(): Promise<unknown> } };
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
  let current: { app: App; profile: string; look: string } | undefined;
  let isTouched = false;

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
    return { app, profile, look: await lookOf(app) };
  }

  /** @returns false when it is not as it was, or something keeps its window where it is */
  async function isReady({ app, profile, look }: NonNullable<typeof current>): Promise<boolean> {
    try {
      if (choicesIn(profile).length > 0 || (await lookOf(app)) !== look) return false;
      await backToSignIn(app);
      return true;
    } catch {
      return false;
    }
  }

  return {
    async take(environment) {
      if (current) {
        const isInTime = await Promise.race([isReady(current), delay(patienceMs, false)]);
        if (!isInTime) await end();
      }
      current ??= await start(environment);
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

/** How many windows there are, where the first one is, and how large all in it is. */
async function lookOf({ electron, page }: App): Promise<string> {
  const look = await page.evaluate(() => [screenX, screenY, outerWidth, outerHeight, devicePixelRatio]);
  return JSON.stringify([electron.windows().length, ...look]);
}

function choicesIn(profile: string): string[] {
  const path = join(profile, 'preferences.json');
  const saved = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
  return Object.keys(saved).filter((name) => !ownPreferences.has(name));
}

/** As the app itself does for the next person: it signs out, forgets all and begins anew. */
async function backToSignIn({ page, signIn }: App): Promise<void> {
  await page.emulateMedia({ forcedColors: null, reducedMotion: null, colorScheme: null });
  await page.evaluate(() => (globalThis as unknown as Bridge).fastlinkit.session.signOut());
  const begun = page.waitForEvent('domcontentloaded');
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
    void (globalThis as unknown as Bridge).fastlinkit.window.startOver();
  });
  await begun;
  await expect(signIn.submit).toBeVisible();
}
