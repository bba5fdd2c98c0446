import type { Page } from '@playwright/test';
import { demoPassword } from '../demo/demo-data.mjs';
import { expect } from './expect.ts';

/** Fills in the sign-in screen. */
export async function enterAccount(app: Page, server: string, email: string): Promise<void> {
  await app.getByLabel('Server').fill(server);
  await app.getByLabel('Email').fill(email);
  await app.getByLabel('Password').fill(demoPassword);
}

/** Presses the button below what was filled in. */
export async function signIn(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs out, to the sign-in screen. */
export async function signOut(app: Page): Promise<void> {
  await app.getByRole('button', { name: 'Sign out' }).click();
  await expect(app.getByRole('button', { name: 'Sign in' })).toBeVisible();
}

/** Goes where a line of the sidebar leads. */
export async function goTo(app: Page, place: string): Promise<void> {
  await app.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
}

/** Closes what the app said it had done, so that the pictures show what lies below. */
export async function dismissNotices(app: Page): Promise<void> {
  const close = app.getByRole('button', { name: 'Dismiss' });
  // All in one moment, for they also close by themselves; until none is left, for some wait for their turn.
  const dismiss = async () => {
    await close.evaluateAll((buttons) => buttons.forEach((button) => (button as HTMLElement).click()));
    return close.count();
  };
  await expect.poll(dismiss, { intervals: [100] }).toBe(0);
}

/** Whether the window is light or dark, whatever the system has. */
export async function changeTheme(app: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await app.getByTitle(theme, { exact: true }).click();
  await expect(app.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
}
