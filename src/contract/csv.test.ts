import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const parse = (text: string, delimiter: string): string[] =>
  Papa.parse<string[]>(text, { delimiter, newline: '\r\n', skipEmptyLines: true }).data.flat();
const isFormula = (cell: string): boolean => /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(cell);

describe('toCsv', () => {
  it('is parsed to the same cells by another library', () => {
    const harmless = fc
      .string()
      .filter((text) => !/(?:^|[,;\t|\r\n])[ "]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(harmless, harmless), { minLength: 1 }), (rows) => {
        const read = Papa.parse<string[]>(toCsv(rows), {
          delimiter: ',',
          newline: '\r\n',
          skipEmptyLines: false,
        });
        expect(read.data.slice(0, rows.length)).toEqual(rows);
      }),
    );
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '"=1',
    '＝1+1',
    'Doe;=1+1',
    'Doe\t=1',
    'a,"=1',
  ])('escapes the formula %j, whatever separates cells', (cell) => {
    for (const delimiter of [',', ';', '\t', '|']) {
      expect(parse(toCsv([['Ann', cell, 'agent']]), delimiter).filter(isFormula)).toEqual([]);
    }
  });

  it.each(['Doe; Jane', 'Doe\tJane', 'Doe, Jane', 'Doe | Jane', ' Jane', 'Doe "the" Jane', 'two\nlines'])(
    'quotes %j',
    (cell) => {
      expect(toCsv([['Ann', cell]])).toBe(`Ann,"${cell.replaceAll('"', '""')}"\r\n`);
    },
  );

  it('leaves other cells as they are', () => {
    expect(toCsv([['Müller', 5, -5, null, 'a-b@x.test']])).toBe('Müller,5,-5,,a-b@x.test\r\n');
  });
});
