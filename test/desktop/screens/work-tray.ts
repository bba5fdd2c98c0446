import type { Locator, Page } from '@playwright/test';

type RunName = 'Invite many' | 'Resend selected' | 'Revoke selected';

/** The bulk runs at the bottom of the sidebar, on every screen. */
export class WorkTray {
  readonly root: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByRole('region', { name: 'Work' });
  }

  run(name: RunName): Locator {
    return this.root.getByRole('group', { name });
  }

  /** What a run does, or how it ended. */
  status(name: RunName): Locator {
    return this.run(name).getByRole('status');
  }

  button(name: RunName, button: 'Details' | 'Pause' | 'Resume' | 'Stop' | 'Dismiss'): Locator {
    return this.run(name).getByRole('button', { name: button });
  }

  /** The dialog with the rows of a run, which its `Details` open. */
  report(title: string | RegExp): Locator {
    return this.#page.getByRole('dialog', { name: title });
  }
}
