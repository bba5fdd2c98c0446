import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readName } from './name.ts';

const accepted = (written: string) => {
  const read = readName(written, 'person');
  return read.ok ? read.name : undefined;
};

describe('readName', () => {
  it.each([
    ['Budi', 'Budi'],
    ['  Ada \n Lovelace ', 'Ada Lovelace'],
    ['Zoe\u0308', 'Zoë'],
    ['O’Brien-Ōe', 'O’Brien-Ōe'],
    ['李 小龍', '李 小龍'],
    // Joiners belong to Persian words and to emoji.
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d💻', '👩\u200d💻'],
    ['אבי', 'אבי'],
    ['42', '42'],
  ])('accepts %j', (written, name) => {
    expect(accepted(written)).toBe(name);
  });

  it.each([
    '',
    ' ',
    '\u00a0',
    '\u200b',
    '\u3164',
    '\u2800',
    '\u2800 \u3164',
    '\ufe0f',
    'Ada\u202eecalevoL',
    '\u2066Ada\u2069',
    'Ada\u200e',
    'Ada\0',
    'Ada\u2028Lovelace',
    'Ada\ud800',
    'Ada\ue000',
    'x'.repeat(101),
  ])('refuses %j', (written) => {
    expect(accepted(written)).toBeUndefined();
  });

  it.each(['FastLinkIt Support', 'fast linkit', 'ＦａｓｔＬｉｎｋＩｔ', 'Fast\u00adLink\u200dIt'])(
    'keeps a person from being called %j',
    (written) => {
      expect(readName(written, 'person').ok).toBe(false);
      expect(readName(written.replaceAll('\u00ad', ''), 'organization').ok).toBe(true);
    },
  );

  it('gives a name that it would accept unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (written) => {
        const read = readName(written, 'organization');
        if (!read.ok) return;
        expect(readName(read.name, 'organization')).toEqual(read);
      }),
      { numRuns: 2_000 },
    );
  });
});
