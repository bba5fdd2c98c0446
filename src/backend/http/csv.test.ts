import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import Papa from 'papaparse';
import { toCsv } from './csv.ts';

describe('toCsv', () => {
  it('is read back as it was, by another reader', () => {
    const harmless = fc.string().filter((text) => !/^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text));
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

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('keeps %j from being a formula', (cell) => {
    expect(toCsv([[cell]])).not.toMatch(/^"?[=+\-@\t]/);
  });
});
