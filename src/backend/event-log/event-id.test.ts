import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEventId } from './event-id.ts';

test('parses every id that was delivered', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id) => {
      expect(parseEventId(String(id))).toBe(id);
    }),
  );
});

test('rejects everything else', () => {
  for (const written of [
    '',
    ' ',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x10',
    '１',
    '9223372036854775808',
    '1\n2',
    'NaN',
  ]) {
    expect(parseEventId(written), written).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), (written) => {
      const id = parseEventId(written);
      if (id !== undefined) expect(written).toMatch(/^\d+$/);
    }),
    { numRuns: 10_000 },
  );
});
