import type { Locator, Page } from '@playwright/test';

/** The sidebar, in view on every screen. */
export class Sidebar {
  readonly root: Locator;
  readonly organization: Locator;
  readonly switcher: Locator;
  readonly signOut: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByRole('navigation', { name: 'Main' });
    this.organization = this.root.getByRole('link', { name: 'Organization', exact: true });
    this.switcher = this.root.getByRole('button', { name: /switch organization/ });
    this.signOut = this.root.getByRole('button', { name: 'Sign out' });
  }

  /** The link to a screen. */
  link(screen: 'Organization' | 'Activity' | 'Inbox' | 'Settings' | 'All organizations'): Locator {
    return this.root.getByRole('link', { name: screen });
  }

  /** Goes to another organization by typing the beginning of its name. */
  async switchTo(name: string): Promise<void> {
    await this.switcher.click();
    await this.#page.getByRole('combobox', { name: 'Search organizations' }).fill(name);
    await this.#page.getByRole('option', { name }).click();
  }
}
