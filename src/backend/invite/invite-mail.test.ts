import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeMail, inviteMail, type InviteMailView } from './invite-mail.ts';

const link = `https://fastlinkit.example/support/invite/${'aB3-_'.repeat(16)}`;
const view: InviteMailView = {
  organizationName: 'Acme Support',
  inviterName: 'Ada Lovelace',
  role: 'agent',
  expiresAt: '2026-11-29T13:00:00.000Z',
  link,
  email: 'yuki@example.com',
};

describe('the invite email', () => {
  const mail = inviteMail(view);

  it('contains inviter, invitee, organization, role and expiry in both parts', () => {
    expect(mail.subject).toBe('Ada Lovelace invited you to join Acme Support on FastLinkIt');
    for (const part of [mail.text, mail.html.toString()]) {
      for (const fact of [
        'Acme Support',
        'Ada Lovelace',
        'Agent',
        'Sunday, 29 November 2026, 13:00 UTC',
        link,
        view.email,
      ]) {
        expect(part).toContain(fact);
      }
    }
    expect(inviteMail({ ...view, role: 'admin' }).text).toContain(
      "You'll join as an Admin: you can manage members, tickets and settings.",
    );
  });

  it('has the link on a separate line in the text part', () => {
    expect(mail.text.split('\n')).toContain(link);
  });

  it('leaves out an inviter whose account was deleted', () => {
    const anonymous = inviteMail({ ...view, inviterName: null });
    expect(anonymous.subject).toBe("You're invited to join Acme Support on FastLinkIt");
    expect(anonymous.html.toString()).toContain(
      "You're invited to help answer customers at <strong>Acme Support</strong>",
    );
    expect(anonymous.text + anonymous.html.toString()).not.toContain('null');
  });

  it('has no image, script, table or other link', () => {
    expect(mail.html.toString()).not.toMatch(/<(img|script|table|form|iframe)|url\(/i);
    expect([...mail.html.toString().matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      link,
      link,
    ]);
  });

  it('keeps its markup and its one link with any name', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
      fc.constantFrom(
        '<a href="https://evil.example">Click</a>',
        '"><script>alert(1)</script>',
        'https://evil.example/login',
        "'onmouseover='x",
        '</title><h1>',
        'Acme\r\nBcc: victim@example.com',
      ),
    );
    fc.assert(
      fc.property(name, name, (organizationName, inviterName) => {
        const hostile = inviteMail({ ...view, organizationName, inviterName });
        expect(tagsOf(hostile.html.toString())).toEqual(tagsOf(mail.html.toString()));
        expect(hostile.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(hostile.text.match(/https?:\/\/\S+/g)).toEqual([link]);
        expect(hostile.text.split('\n')).toHaveLength(mail.text.split('\n').length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the email with the code', () => {
  const mail = codeMail({ organizationName: 'Acme Support', code: '408213' });

  it('contains the code and says how long it is valid', () => {
    expect(mail.text.split('\n')).toContain('408213');
    expect(mail.html.toString()).toContain('>408213</p>');
    for (const part of [mail.text, mail.html.toString()]) expect(part).toContain('ten minutes');
  });

  it('keeps the code out of the subject', () => {
    expect(mail.subject).toBe('Your code to join Acme Support on FastLinkIt');
  });

  it('has no link at all', () => {
    expect(mail.text + mail.html.toString()).not.toMatch(/https?:|href/);
  });
});

/** The tags of a document with what their attributes say left out. */
function tagsOf(markup: string): string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
}
