import type { Locator, Page } from '@playwright/test';

interface Credentials {
  server: string;
  email: string;
  password: string;
}

/** Where one signs in. */
export class SignInScreen {
  readonly server: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly submit: Locator;

  constructor(page: Page) {
    this.server = page.getByRole('textbox', { name: 'Server' });
    this.email = page.getByRole('textbox', { name: 'Email' });
    // A password field has no role of its own.
    this.password = page.getByLabel('Password');
    this.submit = page.getByRole('button', { name: 'Sign in' });
  }

  async signIn({ server, email, password }: Credentials): Promise<void> {
    await this.server.fill(server);
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
  }
}
