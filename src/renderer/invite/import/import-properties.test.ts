import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '#contract/email-address';
import { cleanText } from './clean-text.ts';
import { readImport } from './read-import.ts';

const address = fc
  .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9+_.-]{0,10}[a-z0-9]$/), fc.stringMatching(/^[a-z]{2,8}$/))
  .map(([local, domain]) => `${local.replaceAll('..', '.')}@${domain}.test`)
  .filter((email) => normalizeEmail(email) === email);
const role = fc.constantFrom('admin', 'agent', undefined);
const name = fc.constantFrom(
  'Jane Doe',
  'Doe, Jane',
  'O’Neil',
  'Ann "Annie" Lee',
  'Zoë\nTwo',
  'Müller; Jörg',
  '',
);
const delimiter = fc.constantFrom(',', ';', '\t');
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const emails = (text: string): string[] => readImport(text).rows.map(({ email }) => email);

describe('readImport', () => {
  it('finds each address once, in order, whatever separates them', () => {
    const gap = fc.constantFrom(', ', ';', '\n', '\r\n', ' ', '\t', ' ; ', ',\n', '、');
    fc.assert(
      fc.property(fc.array(fc.tuple(address, gap)), (parts) => {
        const text = parts.map(([email, between]) => email + between).join('');
        expect(emails(text)).toEqual(parts.map(([email]) => email));
      }),
    );
  });

  it('keeps names and roles apart from addresses', () => {
    const before = fc.constantFrom('', 'Jane Doe ', '"Doe, Jane" ', 'Doe, Jane ', 'O’Neil ');
    fc.assert(
      fc.property(fc.array(fc.tuple(before, address, role)), (people) => {
        const text = people.map(
          ([written, email, roleOf]) => `${written}<${email}>${roleOf ? `, ${roleOf}` : ''}`,
        );
        expect(readImport(text.join('\n')).rows).toMatchObject(
          people.map(([written, email, roleOf]) => ({
            email,
            role: roleOf,
            unknownRole: undefined,
            name: written.trim().replaceAll('"', ''),
          })),
        );
      }),
    );
  });

  it('reads a table as a spreadsheet writes it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, address, role)), delimiter, lineEnd, (people, comma, end) => {
        const lines = [
          ['Name', 'E-Mail', 'Rolle'],
          ...people.map((cells) => cells.map((cell) => cell ?? '')),
        ];
        const text = lines.map((cells) => cells.map(quoted).join(comma)).join(end);
        expect(readImport(text).rows).toMatchObject(
          people.map(([written, email, roleOf]) => ({
            name: written.replaceAll(/\s+/gu, ' '),
            email,
            role: roleOf,
            isMisaligned: false,
          })),
        );
      }),
    );
  });

  it('never has an address ready that is outside the email column', () => {
    const cell = fc.oneof(
      address,
      name,
      fc.constantFrom(
        'admin',
        '',
        'n/a',
        'Doe, Jane <jane@other.test>',
        'a@other.test; b@other.test',
        '"',
        'x "y',
        '@',
      ),
    );
    const others = fc.constantFrom(
      'Manager Email',
      'Recovery Email',
      'Notes',
      'Name',
      'Backup email',
      'Phone',
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(others, { minLength: 1, maxLength: 4 }),
        fc.nat(4),
        fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        delimiter,
        (headings, at, rows, comma) => {
          const column = Math.min(at, headings.length);
          const lines = [
            (headings as string[]).toSpliced(column, 0, 'Email'),
            ...rows.map((cells) => cells.slice(0, headings.length + 1)),
          ];
          const text = lines.map((cells) => cells.map(quoted).join(comma)).join('\n');
          const allowed = cleanText(rows.map((cells) => cells[column] ?? '').join('\n'));
          const ready = readImport(text, { email: column }).rows.filter(
            ({ email, isMisaligned }) => normalizeEmail(email) !== undefined && !isMisaligned,
          );
          expect(ready.filter(({ email }) => !allowed.includes(email))).toEqual([]);
        },
      ),
    );
  });

  it('loses no line, whatever is written', () => {
    const piece = fc.oneof(
      address,
      fc.constantFrom(
        'email',
        'Rolle',
        'Name',
        'admin',
        '"',
        '""',
        "'",
        ',',
        ';',
        '\t',
        '|',
        '\n',
        '\r\n',
        '\u2028',
      ),
      fc.constantFrom(
        'sep=;\n',
        'email,role\n',
        'Name;E-Mail;Rolle\n',
        '<',
        '>',
        '(',
        ')',
        '@',
        ' ',
        '\u202e',
        'Doe, Jane ',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { rows, table } = readImport(text);
        const accounted = new Set([
          ...(table?.headingLines ?? []),
          ...rows.flatMap(({ line, lines }) => Array.from({ length: lines }, (_, index) => line + index)),
        ]);
        const lost = cleanText(text)
          .split('\n')
          .filter((line, index) => {
            const isSeparator = index === 0 && /^"?sep=."?$/iu.test(line);
            return /[\p{L}\p{N}@]/u.test(line) && !isSeparator && !accounted.has(index + 1);
          });
        expect(lost).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
