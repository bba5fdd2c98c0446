import type { Locator, Page } from '@playwright/test';

/** One organization: seats, the form that invites, open invites and members. */
export class OrganizationScreen {
  readonly seats: Locator;
  /** The first curve of the seats' chart, which is loaded last. */
  readonly seatCurve: Locator;
  readonly form: Locator;
  readonly email: Locator;
  readonly role: Locator;
  readonly send: Locator;
  readonly invites: Locator;
  readonly members: Locator;
  /** What stands in the bar on top; empty while all is well. */
  readonly connection: Locator;

  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.seats = page.getByRole('region', { name: 'Seat usage' });
    this.seatCurve = this.seats.locator('.recharts-area-curve').first();
    this.form = page.getByRole('region', { name: 'Invite Members' });
    this.email = this.form.getByRole('textbox', { name: 'Email' });
    this.role = this.form.getByRole('combobox', { name: 'Role' });
    this.send = this.form.getByRole('button', { name: 'Send Invite' });
    this.invites = page.getByRole('table', { name: 'Open invites' });
    this.members = page.getByRole('table', { name: 'Members' });
    this.connection = page.getByRole('main').getByRole('status').first();
  }

  async invite(email: string, role: 'Admin' | 'Agent' = 'Agent'): Promise<void> {
    await this.email.fill(email);
    await this.role.selectOption(role);
    await this.send.click();
  }

  /** The row of an open invite. */
  openInvite(email: string): Locator {
    return this.invites.getByRole('row').filter({ hasText: email });
  }

  /** The time at which an open invite expires: the latest of those in its row. */
  async expiryOf(email: string): Promise<number> {
    const times = await this.openInvite(email)
      .locator('time')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('datetime') ?? ''));
    return Math.max(...times.map((time) => Date.parse(time)));
  }

  /** The row of an invite or a member, by any text in it. */
  row(text: string): Locator {
    return this.#page.getByRole('row').filter({ hasText: text });
  }

  tab(name: 'Pending invites' | 'Members', count?: number): Locator {
    return this.#page.getByRole('tab', {
      name: count === undefined ? new RegExp(`^${name}`) : `${name} (${count})`,
    });
  }

  /** Chooses from the menu of an invite's row. */
  async choose(
    email: string,
    action: 'Details' | 'Copy link' | 'Open link in browser' | 'Swap seat…',
  ): Promise<void> {
    await this.row(email).getByRole('button', { name: 'More actions' }).click();
    await this.#page.getByRole('menuitem', { name: action }).click();
  }

  /** The button in a member's row that shows the role and opens its menu. */
  roleOf(name: string): Locator {
    return this.row(name).getByRole('button', { name: `Role of ${name}` });
  }

  /** Chooses from the menu of a member's role. */
  async chooseRole(name: string, role: 'Admin' | 'Agent'): Promise<void> {
    await this.roleOf(name).click();
    await this.#page.getByRole('menuitemradio', { name: role }).click();
  }

  dialog(name: string | RegExp): Locator {
    return this.#page.getByRole('dialog', { name });
  }

  /** A confirmation of what was done. */
  notification(text: string | RegExp): Locator {
    return this.#page.getByRole('status').filter({ hasText: text });
  }
}
