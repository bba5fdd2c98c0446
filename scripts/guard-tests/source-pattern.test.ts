import { describe, expect, it } from 'vitest';
import { fillIn, findPattern } from './source-pattern.mjs';

describe('findPattern', () => {
  const pattern = `if ($status !== 'pending') throw $problem($status);`;

  it.each([
    `if (status !== 'pending') throw notOpen(status);`,
    `if (\n  invite.status !== 'pending' // not any longer\n) throw inviteNotOpen(invite.status);`,
    `if (this.#status !== 'pending') throw problems.notOpen(this.#status);`,
    `if (status!=='pending') throw notOpen(\n  status,\n);`,
  ])('finds %s', (text) => {
    expect(findPattern(`before(); ${text} after();`, pattern)).toMatchObject([
      { start: 10, end: 10 + text.length },
    ]);
  });

  it.each([
    `if (status === 'pending') throw notOpen(status);`,
    `if (status !== 'pending') throw notOpen(other);`,
    `if (status !== 'pending') return notOpen(status);`,
  ])('does not find %s', (text) => {
    expect(findPattern(text, pattern)).toEqual([]);
  });

  it('finds all of several', () => {
    expect(
      findPattern('const a = 20; const b = 20; const c = 200; const d = 20_000;', '$limit = 20'),
    ).toEqual([
      { start: 6, end: 12, names: { limit: 'a' } },
      { start: 20, end: 26, names: { limit: 'b' } },
    ]);
  });

  it('takes words as a whole', () => {
    expect(findPattern('presandbox: true', 'sandbox: true')).toEqual([]);
    expect(findPattern('throwError()', 'throw Error()')).toEqual([]);
    expect(findPattern('thrown Error()', 'throw $what()')).toEqual([]);
  });

  it('takes what is no placeholder as it is', () => {
    expect(findPattern('where id = $1 and kind = ${kind}$`', 'id = $1 and kind = ${kind}$`')).toHaveLength(1);
    expect(findPattern('where id = $2', 'id = $1')).toEqual([]);
  });
});

describe('fillIn', () => {
  it('puts the names that were found in place of the placeholders', () => {
    expect(fillIn('if ($a) $b(); // ${a} $1', { a: 'open', b: 'x.run' })).toBe(
      'if (open) x.run(); // ${a} $1',
    );
  });

  it('throws for a placeholder that was not found', () => {
    expect(() => fillIn('$other', { a: 'open' })).toThrow(/\$other/);
  });
});
