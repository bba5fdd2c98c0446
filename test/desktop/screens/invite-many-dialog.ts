import type { Locator, Page } from '@playwright/test';

/** The dialog behind `Invite many…`. */
export class InviteManyDialog {
  readonly open: Locator;
  readonly root: Locator;
  readonly addresses: Locator;
  readonly file: Locator;
  readonly check: Locator;
  readonly back: Locator;
  readonly send: Locator;
  readonly summary: Locator;
  readonly progress: Locator;
  readonly stop: Locator;
  readonly close: Locator;

  constructor(page: Page) {
    this.open = page.getByRole('button', { name: 'Invite many…' });
    this.root = page.getByRole('dialog');
    this.addresses = this.root.getByRole('textbox', { name: 'Addresses' });
    this.file = this.root.locator('input[type=file]');
    this.check = this.root.getByRole('button', { name: 'Check' });
    this.back = this.root.getByRole('button', { name: 'Back' });
    this.send = this.root.getByRole('button', { name: /^Send/ });
    this.summary = this.root.getByRole('status').first();
    this.progress = this.root.getByRole('progressbar', { name: 'Sending invites' });
    this.stop = this.root.getByRole('button', { name: 'Stop' });
    this.close = this.root.getByRole('button', { name: 'Close' }).first();
  }

  /** Pastes a text and goes on to the preview. */
  async paste(text: string): Promise<void> {
    await this.open.click();
    await this.addresses.fill(text);
    await this.check.click();
  }

  /** A row of the preview or of the results, by its number. */
  row(number: number): Locator {
    return this.root.locator(`[role=row][aria-rowindex="${number + 1}"]`);
  }

  email(number: number): Locator {
    return this.root.getByRole('textbox', { name: `E-mail, row ${number}`, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }
}
