import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPage, type Page } from '../http/page.ts';
import { codePage, loginPage, withReturnUrl } from './login-view.ts';
import { forgotPasswordPage, resetAskedPage, resetOverPage, resetPasswordPage } from './password-view.ts';

/** Every page of signing in, with somebody else's words in each place that takes any. */
function pagesWith(words: string): Page[] {
  const errors = [
    { path: 'totp', message: words },
    { path: 'email', message: words },
    { path: 'password', message: words },
    { path: words, message: words },
  ];
  return [
    loginPage({ returnUrl: words, email: words, refusal: words }),
    loginPage({ returnUrl: undefined, email: words, passwordChanged: true }),
    codePage({ returnUrl: words, email: words, recovery: false }),
    codePage({ returnUrl: words, email: words, recovery: true, errors }),
    forgotPasswordPage(errors),
    resetAskedPage(words),
    resetPasswordPage({ token: words, email: words }),
    resetPasswordPage({ token: words, email: words, errors }),
  ];
}

describe('the pages of signing in', () => {
  it('keep the shape of their markup, whatever they are given', () => {
    const plain = pagesWith('plain words').map((page) => tagsOf(renderPage(page)));
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
        expect(pagesWith(given).map((page) => tagsOf(renderPage(page)))).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('fit into the first round trip', () => {
    for (const page of [...pagesWith('Words of quite some length, as people write them'), resetOverPage]) {
      expect(Buffer.byteLength(renderPage(page))).toBeLessThan(13_000);
    }
  });

  it('say in the title that something was not accepted', () => {
    expect(loginPage({ returnUrl: undefined, refusal: 'Wrong.' }).title).toBe('Error: Sign in');
    const errors = [{ path: 'totp', message: 'Wrong.' }];
    expect(codePage({ returnUrl: undefined, email: 'a@b.test', recovery: false, errors }).title).toBe(
      'Error: Enter your code',
    );
    expect(forgotPasswordPage(errors).title).toBe('Error: Forgot your password?');
  });
});

describe('the page that asks for the code', () => {
  const view = { returnUrl: '/support/invite/token', email: 'ada@acme.test' };

  it('shows digits first on a phone, and takes letters', () => {
    const input = inputOf(codePage({ ...view, recovery: false }), 'totp');
    expect(input).toContain('inputmode="numeric"');
    expect(input).toContain('autocomplete="one-time-code"');
    expect(input).not.toContain('pattern=');
    expect(inputOf(codePage({ ...view, recovery: true }), 'totp')).toContain('inputmode="text"');
  });

  it('keeps the address and the way back, and has no place for a password', () => {
    const { main } = codePage({ ...view, recovery: false });
    expect(inputOf({ main }, 'email')).toContain('value="ada@acme.test" readonly');
    expect(main).toContain('<input type="hidden" name="returnUrl" value="/support/invite/token">');
    expect(main).toContain(
      'href="/Account/Login/Code?with&#61;recovery&#38;returnUrl&#61;%2Fsupport%2Finvite%2Ftoken"',
    );
    expect(main).not.toContain('type="password"');
  });

  it('does not give a wrong code back', () => {
    const errors = [{ path: 'totp', message: 'Wrong.' }];
    const input = inputOf(codePage({ ...view, recovery: false, errors }), 'totp');
    expect(input).not.toContain('value=');
    expect(input).toContain('aria-describedby="totp-hint totp-error" aria-invalid="true"');
  });
});

describe('the page that takes a new password', () => {
  it('names the account for password managers, and does not tell its address to others', () => {
    const page = resetPasswordPage({ token: 'a+b', email: 'ada@acme.test' });
    expect(page.main).toContain('<input type="email" autocomplete="username" value="ada@acme.test" hidden>');
    expect(page.main).toContain('action="/Account/ResetPassword?token=a%2Bb"');
    expect(inputOf(page, 'password')).toContain('autocomplete="new-password"');
    expect(inputOf(page, 'password')).toContain('minlength="12"');
    expect([page.secretAddress, resetOverPage.secretAddress]).toEqual([true, true]);
  });
});

describe('an address that goes on to another', () => {
  it('carries it along', () => {
    expect(withReturnUrl('/a', undefined)).toBe('/a');
    expect(withReturnUrl('/a', '/b?c=d&e')).toBe('/a?returnUrl=%2Fb%3Fc%3Dd%26e');
    expect(withReturnUrl('/a?b', '/c')).toBe('/a?b&returnUrl=%2Fc');
  });
});

function inputOf({ main }: Pick<Page, 'main'>, id: string): string {
  return new RegExp(`<input id="${id}"[^>]*>`).exec(main)?.[0] ?? '';
}

/** The tags of a document with what their attributes say left out. */
function tagsOf(markup: string): string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
}
