import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '#contract/email-address';
import { readAddressList, type WrittenInvite } from './address-list.ts';
import { meantAddress } from './address-slip.ts';

const short = ({ email, role, unknownRole }: WrittenInvite): string =>
  [email, role, unknownRole && `?${unknownRole}`].filter(Boolean).join(' ');
const read = (text: string): string[] => readAddressList(text).map(short);

describe('readAddressList', () => {
  it.each([
    ['nothing', '', []],
    ['blank lines', '\n \r\n\t\n', []],
    ['one', 'a@x.test', ['a@x.test']],
    ['commas', 'a@x.test, b@x.test,c@x.test', ['a@x.test', 'b@x.test', 'c@x.test']],
    ['semicolons', 'a@x.test; b@x.test;', ['a@x.test', 'b@x.test']],
    [
      'lines of every kind',
      'a@x.test\nb@x.test\r\nc@x.test\rd@x.test',
      ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'],
    ],
    ['spaces', 'a@x.test b@x.test', ['a@x.test', 'b@x.test']],
    ['a name and brackets', 'Jane Doe <jane@x.test>', ['jane@x.test']],
    ['a quoted name with a comma', '"Doe, Jane" <jane@x.test>, b@x.test', ['jane@x.test', 'b@x.test']],
    ['a quoted name with an @', '"jane@home" <jane@x.test>', ['jane@x.test']],
    [
      'a bare name with a comma',
      'Doe, Jane <jane@x.test>; Roe, Rick <rick@x.test>',
      ['jane@x.test', 'rick@x.test'],
    ],
    ['no space before the bracket', 'Jane<jane@x.test>', ['jane@x.test']],
    ['a name without brackets', 'Jane Doe jane@x.test', ['jane@x.test']],
    ['only brackets', '<jane@x.test>', ['jane@x.test']],
    ['mailto', 'mailto:jane@x.test', ['jane@x.test']],
    ['quotes around', `"a@x.test", 'b@x.test', “c@x.test”`, ['a@x.test', 'b@x.test', 'c@x.test']],
    ['a sentence’s end', 'Please ask a@x.test, and b@x.test.', ['a@x.test', 'b@x.test']],
    ['bullets', '- a@x.test\n* b@x.test\n1. c@x.test', ['a@x.test', 'b@x.test', 'c@x.test']],
    ['a role after a comma', 'a@x.test, admin\nb@x.test, Agent', ['a@x.test admin', 'b@x.test agent']],
    ['a role after a tab', 'a@x.test\tAdministrator', ['a@x.test admin']],
    ['a role after a space', 'a@x.test admin b@x.test', ['a@x.test admin', 'b@x.test']],
    ['a role in brackets', 'a@x.test (Admin)', ['a@x.test admin']],
    ['a role behind a name', 'Jane <jane@x.test> admin; b@x.test', ['jane@x.test admin', 'b@x.test']],
    ['only the first role of one', 'a@x.test, admin, agent', ['a@x.test admin', 'agent']],
    ['what is no address', 'a@x.test, nobody, b@', ['a@x.test', 'nobody', 'b@']],
    ['a role of nobody', 'admin', ['admin']],
    ['a quote that is never closed', '5" pipe, a@x.test, b@x.test', ['5" pipe', 'a@x.test', 'b@x.test']],
    ['a bracket that is never closed', 'Jane <jane@x.test, b@x.test', ['jane@x.test', 'b@x.test']],
    ['what cannot be seen', '\ufeffa@x.test\u200b,\u00a0b@x.test', ['a@x.test', 'b@x.test']],
    ['a table', 'email,role\na@x.test,admin\nb@x.test,', ['a@x.test admin', 'b@x.test']],
    ['a table with semicolons', 'Name;E-Mail;Role\nJane;a@x.test;Agent', ['a@x.test agent']],
    ['a table with tabs', 'Email\tName\na@x.test\tJane', ['a@x.test']],
    ['a table in any order', 'role,email address\nadmin,a@x.test', ['a@x.test admin']],
    ['a table with quotes', '"email","role"\r\n"a@x.test","admin"\r\n', ['a@x.test admin']],
    ['a table with names in the cells', 'email\nJane <a@x.test>', ['a@x.test']],
    ['a table with empty lines', '\ufeff\nemail,role\n,\n\na@x.test,admin\n', ['a@x.test admin']],
    ['a role that is none', 'email,role\na@x.test,Owner', ['a@x.test ?Owner']],
    ['a line that is too short', 'name,email\nJane', []],
    ['a role without an address', 'email,role\n,admin', [' admin'.trim()]],
    ['only the head of a table', 'email,role', []],
  ])('%s', (_case, text, rows) => {
    expect(read(text)).toEqual(rows);
  });

  const address = fc
    .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9+_.-]{0,10}[a-z0-9]$/), fc.stringMatching(/^[a-z]{2,8}$/))
    .map(([local, domain]) => `${local.replaceAll('..', '.')}@${domain}.test`)
    .filter((email) => normalizeEmail(email) === email);
  const role = fc.constantFrom('admin', 'agent', undefined);

  it('finds each address once, in order, whatever stands between them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(address, fc.constantFrom(', ', ';', '\n', '\r\n', ' ', '\t', ' ; ', ',\n'))),
        (parts) => {
          const text = parts.map(([email, gap]) => email + gap).join('');
          expect(read(text)).toEqual(parts.map(([email]) => email));
        },
      ),
    );
  });

  it('keeps names and roles apart from addresses', () => {
    const name = fc.constantFrom('', 'Jane Doe ', '"Doe, Jane" ', 'Doe, Jane ', 'O’Neil ');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, address, role)), (people) => {
        const text = people.map(([name, email, role]) => `${name}<${email}>${role ? `, ${role}` : ''}`);
        expect(readAddressList(text.join('\n'))).toEqual(
          people.map(([, email, role]) => ({ email, role, unknownRole: undefined })),
        );
      }),
    );
  });

  it('reads a table as a spreadsheet writes it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(address, role)),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (people, comma, end) => {
          const lines = [['email', 'role'], ...people.map(([email, role]) => [email, role ?? ''])];
          const text = lines.map((cells) => cells.map((cell) => `"${cell}"`).join(comma)).join(end);
          expect(readAddressList(text)).toEqual(
            people.map(([email, role]) => ({ email, role, unknownRole: undefined })),
          );
        },
      ),
    );
  });

  it('never fails, and never makes more rows than there are words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(readAddressList(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('reads ten thousand addresses on one line at once', () => {
    const emails = Array.from({ length: 10_000 }, (_, index) => `"Name, ${index}" <p${index}@x.test>`);
    const before = performance.now();
    expect(readAddressList(emails.join(', '))).toHaveLength(10_000);
    expect(performance.now() - before).toBeLessThan(3000);
  });
});

describe('meantAddress', () => {
  it.each([
    ['a@gmial.com', 'a@gmail.com'],
    ['a.b+c@gmail.con', 'a.b+c@gmail.com'],
    ['a@hotnail.com', 'a@hotmail.com'],
    ['a@outlok.com', 'a@outlook.com'],
    ['a@yaho.com', 'a@yahoo.com'],
    ['a@icloud.cm', 'a@icloud.com'],
    ['a@gmail.com', undefined],
    ['a@email.com', undefined],
    ['a@gmx.de', undefined],
    ['a@acme.test', undefined],
    ['a@acme.de', undefined],
    ['a@example.com', undefined],
    ['a@fastlinkit.com', undefined],
    ['a@my.uni-koeln.de', undefined],
    ['a@bol.com.br', undefined],
  ])('%s', (email, meant) => {
    expect(meantAddress(email)).toBe(meant);
  });
});
