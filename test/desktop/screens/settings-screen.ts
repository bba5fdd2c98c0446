import type { Locator, Page } from '@playwright/test';

type SectionName =
  | 'Server'
  | 'Theme'
  | 'Notifications'
  | 'Date format'
  | 'Sessions'
  | 'Two-factor sign-in'
  | 'Password'
  | 'API keys'
  | 'About';

/** The preferences of the app and the security of the account. */
export class SettingsScreen {
  readonly sessions: Locator;
  readonly apiKeys: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    this.apiKeys = page.getByRole('list', { name: 'API keys' }).getByRole('listitem');
  }

  async open(): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Settings' })
      .click();
    await this.#page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  }

  section(name: SectionName): Locator {
    return this.#page.getByRole('region', { name, exact: true });
  }
}
