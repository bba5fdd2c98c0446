import { describe, expect, it } from 'vitest';
import { formatEmail } from './format-email.ts';

/** An address as the server stores it. */
function stored(typed: string): string {
  const [local, domain] = typed.split('@');
  return `${local}@${new URL(`http://${domain}`).hostname}`;
}

describe('formatEmail', () => {
  it.each([
    'kim@bücher.example',
    'jürgen@straße.example',
    'yuki@例え.example',
    'ivan@почта.example',
    'zoë@mail.bücher.example',
    'kim@example.test',
    'xn--kim@example.test',
  ])('shows %s as it was typed', (typed) => {
    expect(formatEmail(stored(typed))).toBe(typed);
  });

  it.each([
    // Cyrillic letters among Latin ones, and Cyrillic letters alone that look like Latin ones.
    'kim@pаypal.example',
    'kim@арре.example',
  ])('does not show %s, which looks like another domain', (typed) => {
    expect(stored(typed)).toMatch(/@xn--/);
    expect(formatEmail(stored(typed))).toBe(stored(typed));
  });

  it.each(['', 'Acme', 'kim@xn--.example', 'kim@xn--a.example', 'kim@xn--999999999999.example'])(
    'leaves %j as it is',
    (text) => {
      expect(formatEmail(text)).toBe(text);
    },
  );
});
