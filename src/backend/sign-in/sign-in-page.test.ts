import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forgotPasswordPage,
  resetAskedPage,
  resetOverPage,
  resetPasswordPage,
} from '../account/password-page.ts';
import { renderPage, type Page } from '../platform/web-pages/page.ts';
import { withReturnUrl } from '../platform/web-pages/return-url.ts';
import { codePage, cookiesBlockedPage, signInPage } from './sign-in-page.ts';

/** Every page of signing in, with somebody else's words in each place that takes any. */
function pagesWith(words: string): Page[] {
  const errors = [
    { path: 'totp', message: words },
    { path: 'email', message: words },
    { path: 'password', message: words },
    { path: words, message: words },
  ];
  return [
    signInPage({ returnUrl: words, email: words, refusal: words }),
    signInPage({ returnUrl: undefined, email: words, passwordChanged: true }),
    cookiesBlockedPage(words),
    codePage({ returnUrl: words, email: words, recovery: false }),
    codePage({ returnUrl: words, email: words, recovery: true, errors }),
    forgotPasswordPage({ returnUrl: words, email: words, errors }),
    resetAskedPage(words, words),
    resetPasswordPage({ token: words, email: words, returnUrl: words, apiKeys: 2, revokesApiKeys: true }),
    resetPasswordPage({ token: words, email: words, errors, apiKeys: 0, revokesApiKeys: false }),
  ];
}

describe('the sign-in pages', () => {
  it('keep their markup with any input', () => {
    const plain = pagesWith('plain words').map((page) => tagsOf(renderPage(page).toString()));
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' autofocus x='",
        '!${1}',
      ),
    );
    fc.assert(
      fc.property(words, (given) => {
        expect(pagesWith(given).map((page) => tagsOf(renderPage(page).toString()))).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('fit into the first round trip', () => {
    for (const page of [...pagesWith('Words of quite some length, as people write them'), resetOverPage]) {
      expect(Buffer.byteLength(renderPage(page).toString())).toBeLessThan(13_000);
    }
  });

  it('name an error in the title', () => {
    expect(signInPage({ returnUrl: undefined, refusal: 'Wrong.' }).title).toBe('Error: Sign in');
    const errors = [{ path: 'totp', message: 'Wrong.' }];
    expect(codePage({ returnUrl: undefined, email: 'a@b.test', recovery: false, errors }).title).toBe(
      'Error: Two-factor sign-in',
    );
    expect(forgotPasswordPage({ errors }).title).toBe('Error: Forgot your password?');
  });
});

describe('the page for the code', () => {
  const view = { returnUrl: '/support/invite/token', email: 'ada@acme.test' };

  it('shows digits first on a phone, and accepts letters', () => {
    const input = inputOf(codePage({ ...view, recovery: false }), 'totp');
    expect(input).toContain('inputmode="numeric"');
    expect(input).toContain('autocomplete="one-time-code"');
    expect(input).not.toContain('pattern=');
    expect(inputOf(codePage({ ...view, recovery: true }), 'totp')).toContain('inputmode="text"');
  });

  it('keeps the email and the return URL, and has no password field', () => {
    const page = codePage({ ...view, recovery: false });
    const main = page.main.toString();
    expect(inputOf(page, 'email')).toContain('value="ada@acme.test" readonly');
    expect(main).toContain('<input type="hidden" name="returnUrl" value="/support/invite/token">');
    expect(main).toContain(
      'href="/Account/Login/Code?with&#61;recovery&#38;returnUrl&#61;%2Fsupport%2Finvite%2Ftoken"',
    );
    expect(main).not.toContain('type="password"');
  });

  it('does not show a wrong code again', () => {
    const errors = [{ path: 'totp', message: 'Wrong.' }];
    const input = inputOf(codePage({ ...view, recovery: false, errors }), 'totp');
    expect(input).not.toContain('value=');
    expect(input).toContain('aria-describedby="totp-hint totp-error" aria-invalid="true"');
  });
});

describe('the page for a new password', () => {
  it('names the account for password managers, and sends no referrer', () => {
    const page = resetPasswordPage({
      token: 'a+b',
      email: 'ada@acme.test',
      apiKeys: 0,
      revokesApiKeys: false,
    });
    expect(page.main.toString()).toContain(
      '<input type="text" autocomplete="username" value="ada@acme.test" hidden>',
    );
    expect(page.main.toString()).toContain('action="/Account/ResetPassword?token&#61;a%2Bb"');
    expect(inputOf(page, 'password')).toContain('autocomplete="new-password"');
    expect(inputOf(page, 'password')).toContain('minlength="12"');
    expect([page.secretAddress, resetOverPage.secretAddress]).toEqual([true, true]);
  });
});

describe('a path with a return URL', () => {
  it('contains it', () => {
    expect(withReturnUrl('/a', undefined)).toBe('/a');
    expect(withReturnUrl('/a', '/b?c=d&e')).toBe('/a?returnUrl=%2Fb%3Fc%3Dd%26e');
    expect(withReturnUrl('/a?b', '/c')).toBe('/a?b&returnUrl=%2Fc');
  });
});

function inputOf({ main }: Pick<Page, 'main'>, id: string): string {
  return new RegExp(`<input id="${id}"[^>]*>`).exec(main.toString())?.[0] ?? '';
}

/** The tags of a document with what their attributes say left out. */
function tagsOf(markup: string): string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
}
