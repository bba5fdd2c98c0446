import { expect } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';

/** The dialog behind `Invite many…`. */
export class InviteManyDialog {
  readonly open: Locator;
  readonly root: Locator;
  readonly addresses: Locator;
  readonly file: Locator;
  readonly review: Locator;
  readonly back: Locator;
  readonly send: Locator;
  readonly summary: Locator;
  readonly emailColumn: Locator;
  readonly roleColumn: Locator;
  readonly progress: Locator;
  readonly stop: Locator;
  readonly close: Locator;

  constructor(page: Page) {
    this.open = page.getByRole('button', { name: 'Invite many…' });
    this.root = page.getByRole('dialog');
    this.addresses = this.root.getByRole('textbox', { name: 'Addresses' });
    this.file = this.root.locator('input[type=file]');
    this.review = this.root.getByRole('button', { name: 'Review' });
    this.back = this.root.getByRole('button', { name: 'Back' });
    this.send = this.root.getByRole('button', { name: /^Send/ });
    this.summary = this.root.getByRole('status').first();
    this.emailColumn = this.root.getByRole('combobox', { name: 'Email column' });
    this.roleColumn = this.root.getByRole('combobox', { name: 'Role column' });
    this.progress = this.root.getByRole('progressbar', { name: 'Sending invites' });
    this.stop = this.root.getByRole('button', { name: 'Stop' });
    this.close = this.root.getByRole('button', { name: 'Close' }).first();
  }

  /** Pastes a text and goes on to the preview. */
  async paste(text: string): Promise<void> {
    await this.open.click();
    await this.addresses.fill(text);
    await this.review.click();
  }

  /**
   * As `paste`, from the system's clipboard. A long text takes a moment that way, as it does for people; `fill` types it line by
   * line, which takes a third of a minute for a thousand lines.
   */
  async pasteFromClipboard(electron: ElectronApplication, text: string): Promise<void> {
    await electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
    await this.open.click();
    await this.addresses.press('ControlOrMeta+V');
    await expect(this.addresses).toHaveValue(text);
    await this.review.click();
  }

  /** Chooses a file, which does what dropping it does. */
  async choose(name: string, lines: string[]): Promise<void> {
    const buffer = Buffer.from(lines.join('\r\n'));
    await this.file.setInputFiles({ name, mimeType: 'text/csv', buffer });
  }

  /** A row of the preview or of the results, by its number. */
  row(number: number): Locator {
    return this.root.locator(`[role=row][aria-rowindex="${number + 1}"]`);
  }

  email(number: number): Locator {
    return this.root.getByRole('textbox', { name: `Email, row ${number}`, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name });
  }
}
