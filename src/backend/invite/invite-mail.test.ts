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
};

describe('the invite mail', () => {
  const mail = inviteMail(view);

  it('says in both parts who invites whom where, as what and until when', () => {
    expect(mail.subject).toBe('Ada Lovelace invited you to join Acme Support on FastLinkIt');
    for (const part of [mail.text, mail.html]) {
      for (const fact of ['Acme Support', 'Ada Lovelace', 'Agent', '29 November 2026, 13:00 UTC', link]) {
        expect(part).toContain(fact);
      }
    }
    expect(inviteMail({ ...view, role: 'admin' }).text).toContain('Your role: Admin');
  });

  it('has the link on a line of its own in the text part', () => {
    expect(mail.text.split('\n')).toContain(link);
  });

  it('does without the inviter when their account is no more', () => {
    const anonymous = inviteMail({ ...view, inviterName: null });
    expect(anonymous.subject).toBe('You are invited to join Acme Support on FastLinkIt');
    expect(anonymous.html).toContain('You are invited to join <strong>Acme Support</strong>');
    expect(anonymous.text + anonymous.html).not.toContain('null');
  });

  it('has no picture, no script, no table and no link but its own', () => {
    expect(mail.html).not.toMatch(/<(img|script|table|form|iframe)|url\(/i);
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([link, link]);
  });

  it('keeps the shape of its markup and its one link, whatever the names are', () => {
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
        expect(tagsOf(hostile.html)).toEqual(tagsOf(mail.html));
        expect(hostile.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(hostile.text.match(/https?:\/\/\S+/g)).toEqual([link]);
        expect(hostile.text.split('\n')).toHaveLength(mail.text.split('\n').length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the mail with the code', () => {
  const mail = codeMail({ organizationName: 'Acme Support', code: '408213' });

  it('brings the code and says how long it is good', () => {
    expect(mail.text.split('\n')).toContain('408213');
    expect(mail.html).toContain('>408213</p>');
    for (const part of [mail.text, mail.html]) expect(part).toContain('ten minutes');
  });

  it('keeps the code out of the subject', () => {
    expect(mail.subject).toBe('Your code to join Acme Support on FastLinkIt');
  });

  it('has no link at all', () => {
    expect(mail.text + mail.html).not.toMatch(/https?:|href/);
  });
});

/** The tags of a document with what their attributes say left out. */
function tagsOf(markup: string): string[] {
  return (markup.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));
}
