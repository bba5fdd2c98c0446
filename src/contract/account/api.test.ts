import { expect, it } from 'vitest';
import { registration } from './api.ts';

const password = 'three words in a row';
const problemsOf = (firstName: string, lastName: string): string[] =>
  registration
    .safeParse({ firstName, lastName, password })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

it('takes one name', () => {
  expect(problemsOf('Budi', '')).toEqual([]);
  expect(problemsOf('Budi', '  ')).toEqual([]);
  expect(registration.parse({ firstName: ' Ada ', lastName: ' Lovelace', password })).toMatchObject({
    firstName: 'Ada',
    lastName: 'Lovelace',
  });
});

it.each([
  ['', 'Lovelace', 'firstName: Enter a name.'],
  ['\u3164', '', 'firstName: Enter a name with visible characters.'],
  ['Ada', '\u3164', 'lastName: Enter a name with visible characters.'],
  ['Ada', '\u202eecalevoL', 'lastName: Remove the invisible or unreadable characters from the name.'],
  ['Ada', 'x'.repeat(101), 'lastName: Use at most 100 characters.'],
  ['Ada', 'x'.repeat(5_000), 'lastName: Use at most 100 characters.'],
])('refuses %j %j with a sentence', (firstName, lastName, problem) => {
  expect(problemsOf(firstName, lastName)).toEqual([problem]);
});

it('refuses a name that is reserved, in one part or in two', () => {
  for (const [first, last] of [
    ['FastLinkIt', 'Support'],
    ['Fast', 'LinkIt Support'],
    ['Support', 'of fastlinkit'],
  ] as const) {
    expect(problemsOf(first, last)[0]).toMatch(/reserved for FastLinkIt Support/);
  }
});
