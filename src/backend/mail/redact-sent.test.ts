import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactSent } from './redact-sent.ts';

const token = 'AaIs12xjcVej1iv8v98EIAFETFny0gbQUdJJo0GC5K4BES4ybpiFzQLBGi2OjElf3A';
const link = `https://help.acme.test/support/invite/${token}`;
const sent = `Ada has invited you.\n\nView your invitation:\n\n${link}\n\nYour code: 123456\n`;

describe('redactSent', () => {
  it('keeps what a mail server says otherwise', () => {
    const said = '550 5.1.1 <kim@acme.test>: Recipient address rejected: User unknown (code 553)';
    expect(redactSent(said, sent)).toBe(said);
  });

  it.each([
    ['the link', `550 5.7.1 URL ${link} is listed, see https://lists.test/?q=1`],
    ['the link in other letters', `550 URL ${link.toUpperCase()} is listed`],
    ['the token alone', `550 spam token ${token}`],
    ['the link without its scheme', `550 help.acme.test/support/invite/${token} listed`],
    ['the link percent-encoded', `550 ${encodeURIComponent(link)}`],
    ['the link in quotes and brackets', `550 "<${link}>"`],
    ['the code', '550 message "123456" refused'],
  ])('removes %s', (_what, said) => {
    const redacted = redactSent(said, sent) ?? '';
    expect(redacted.toLowerCase()).not.toContain(token.toLowerCase());
    expect(redacted.toLowerCase()).not.toContain('support/invite');
    expect(redacted).not.toContain('123456');
    expect(redacted).toContain('550');
  });

  it('gives nothing where a secret is still in it, however it is broken up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: token.length - 1 }), { minLength: 4, maxLength: 12 }),
        fc.constantFrom(' ', '\n ', '=', ' - ', '. ', '\n550-5.7.1 ', '\n550-'),
        (cuts, between) => {
          const parts = [0, ...cuts.toSorted((one, other) => one - other), token.length];
          const said = parts
            .slice(1)
            .map((end, n) => token.slice(parts[n], end))
            .join(between);
          const redacted = redactSent(`550 ${said} refused`, sent);
          expect((redacted ?? '').replaceAll(/[^\w]/g, '')).not.toContain(token.replaceAll(/[^\w]/g, ''));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
