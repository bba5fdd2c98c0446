import type { Locator, Page } from '@playwright/test';

interface Credentials {
  server: string;
  email: string;
  password: string;
  /** Of somebody with two-factor on: one is used. */
  recoveryCodes?: string[];
}

/** The sign-in screen. */
export class SignInScreen {
  readonly server: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly code: Locator;
  readonly submit: Locator;

  constructor(page: Page) {
    this.server = page.getByRole('textbox', { name: 'Server' });
    this.email = page.getByRole('textbox', { name: 'Email' });
    // A password field has no role of its own.
    this.password = page.getByLabel('Password');
    this.code = page.getByRole('textbox', { name: 'Code' });
    this.submit = page.getByRole('button', { name: 'Sign in' });
  }

  /** Fills in the form and does not send it. */
  async fillIn({ server, email, password }: Credentials): Promise<void> {
    await this.server.fill(server);
    await this.email.fill(email);
    await this.password.fill(password);
  }

  async signIn(credentials: Credentials): Promise<void> {
    await this.fillIn(credentials);
    await this.submit.click();
    const code = credentials.recoveryCodes?.pop();
    if (code === undefined) return;
    await this.code.fill(code);
    await this.submit.click();
  }
}
