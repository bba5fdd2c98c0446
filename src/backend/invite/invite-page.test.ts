import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPage, type Page } from '../platform/web-pages/page.ts';
import {
  acceptedPage,
  declinedPage,
  expiredPage,
  revokedPage,
  unknownInvitePage,
} from './ended-invite-page.ts';
import {
  choicePage,
  codePage,
  joinedPage,
  registrationPage,
  signInPage,
  wrongAccountPage,
  type InviteView,
} from './invite-page.ts';

const invite: InviteView = {
  path: '/support/invite/token',
  email: 'linus@example.com',
  role: 'agent',
  expiresAt: '2026-11-29T13:00:00.000Z',
  inviterName: 'Ada Lovelace',
  organization: { name: 'Acme Support', description: 'We answer.' },
};

/** Every page, with somebody else's words in each place that takes any. */
function pagesWith(words: string): Page[] {
  const hostile: InviteView = {
    ...invite,
    email: words,
    inviterName: words,
    organization: { name: words, description: words },
  };
  const errors = [
    { path: 'firstName', message: words },
    { path: words, message: words },
  ];
  const values = { firstName: words, lastName: words, code: words };
  return [
    registrationPage(hostile, { values, errors, withCode: true, codeSent: true }),
    codePage(hostile),
    signInPage(hostile, words),
    choicePage(hostile),
    wrongAccountPage(hostile, words, false),
    joinedPage({ name: words }, 'agent', words),
    expiredPage(hostile),
    revokedPage(hostile),
    declinedPage(hostile),
    acceptedPage(hostile, words),
    acceptedPage(hostile, undefined),
  ];
}

describe('the pages of an invite', () => {
  it('keep a name in their title from reordering the rest of it', () => {
    const hostile = { ...invite, organization: { name: 'Acme \u202Etroppus', description: '' } };
    expect(choicePage(hostile).title).toBe('Join \u2068Acme \u202Etroppus\u2069');
    expect(choicePage(invite).title).toBe('Join Acme Support');
  });

  it('keep their markup with any name', () => {
    const plain = pagesWith('plain words').map((page) => tagsOf(renderPage(page).toString()));
    const words = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' autofocus onfocus='x",
        '</p></main>',
        '${7*7}',
        '!',
      ),
    );
    fc.assert(
      fc.property(words, (given) => {
        // An empty description has no paragraph, so words that are only there may not be empty.
        expect(pagesWith(given).map((page) => tagsOf(renderPage(page).toString()))).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('fit into the first round trip', () => {
    for (const page of [
      ...pagesWith('Words of quite some length, as people write them'),
      unknownInvitePage,
    ]) {
      expect(Buffer.byteLength(renderPage(page).toString())).toBeLessThan(13_000);
    }
  });

  it('show the input again except the password', () => {
    const page = registrationPage(invite, {
      values: { firstName: 'Linus', lastName: 'Torvalds' },
      errors: [{ path: 'password', message: 'Too common.' }],
      withCode: false,
    });
    expect(page.main.toString()).toContain('value="Linus"');
    expect(page.main.toString()).toContain('value="Torvalds"');
    expect(/<input id="password"[^>]*>/.exec(page.main.toString())?.[0]).not.toContain('value=');
    expect(page.title).toBe('Error: Join Acme Support');
  });

  it('show the address read-only, and a label for every field', () => {
    const main = registrationPage(invite, { values: {}, errors: [], withCode: true }).main.toString();
    expect(/<input id="email"[^>]*>/.exec(main)?.[0]).toContain('value="linus@example.com" readonly');
    for (const [, id] of main.matchAll(/<input id="(\w+)"/g)) expect(main).toContain(`<label for="${id}">`);
    for (const use of ['email', 'given-name', 'family-name', 'new-password', 'one-time-code']) {
      expect(main).toContain(`autocomplete="${use}"`);
    }
  });

  it('ask for the code only on a copied link', () => {
    expect(
      registrationPage(invite, { values: {}, errors: [], withCode: false }).main.toString(),
    ).not.toContain('name="code"');
  });

  it('lead to sign-in and back', () => {
    expect(signInPage(invite).main.toString()).toContain(
      'href="/Account/Login?returnUrl=%2Fsupport%2Finvite%2Ftoken"',
    );
  });

  it('show the next step for every ended invite', () => {
    const dead = [expiredPage(invite), revokedPage(invite), declinedPage(invite), unknownInvitePage];
    for (const page of dead) expect(page.main.toString()).toMatch(/Ask |ask the person|ask <bdi>/);
    for (const page of dead.slice(0, 3)) {
      expect(page.main.toString()).toContain('<bdi>Ada Lovelace</bdi>');
      expect(page.main.toString()).toContain('Acme Support');
    }
    expect(expiredPage({ ...invite, inviterName: null }).main.toString()).toContain('Ask an admin of');
  });
});

/** The tags of a document with what their attributes say left out. */
function tagsOf(markup: string): string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
}
