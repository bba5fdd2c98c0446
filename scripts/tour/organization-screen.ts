import type { Locator, Page } from '@playwright/test';
import { expect } from './expect.ts';

/** An organization in the app's window. */
export class OrganizationScreen {
  readonly seats: Locator;
  readonly form: Locator;
  readonly invites: Locator;
  readonly members: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.seats = page.getByRole('region', { name: 'Seat usage' });
    this.form = page.getByRole('region', { name: 'Invite Members' });
    this.invites = page.getByRole('table', { name: 'Open invites' });
    this.members = page.getByRole('table', { name: 'Members' });
  }

  /** Waits until the curves of the seats are drawn, which come last. */
  async drawn(): Promise<void> {
    await expect(this.seats.locator('.recharts-area-curve').first()).toBeVisible();
  }

  /** The row of an open invite. */
  rowOf(email: string): Locator {
    return this.invites.getByRole('row').filter({ hasText: email });
  }

  async show(tab: 'Pending invites' | 'Members'): Promise<void> {
    await this.#page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
  }

  /** Fills in the form and sends it. */
  async send(email: string): Promise<void> {
    await this.form.getByLabel('Email').fill(email);
    await this.form.getByRole('button', { name: 'Send Invite' }).click();
  }

  /** Invites an address as an agent and waits until its row is there. */
  async invite(email: string): Promise<void> {
    await this.send(email);
    await expect(this.rowOf(email)).toBeVisible();
  }

  /** Chooses from the menu of an invite's row. */
  async choose(email: string, action: string): Promise<void> {
    await this.rowOf(email).getByRole('button', { name: 'More actions' }).click();
    await this.#page.getByRole('menuitem', { name: action }).click();
  }

  /** When an invite expires, as its row says it to the machine: the latest of the times in it. */
  async expiryOf(email: string): Promise<number> {
    const times = await this.rowOf(email)
      .locator('time')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('datetime') ?? ''));
    return Math.max(...times.map((time) => Date.parse(time)));
  }
}
