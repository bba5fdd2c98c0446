import { describe, expect, it } from 'vitest';
import { correctedAddress } from './email-typo.ts';

describe('correctedAddress', () => {
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
    expect(correctedAddress(email)).toBe(meant);
  });
});
