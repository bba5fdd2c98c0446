import { describe, expect, it } from 'vitest';
import { parseSender } from './sender.ts';

describe('parseSender', () => {
  it.each([
    ['a@example.com', { name: '', address: 'a@example.com' }],
    ['<a@localhost>', { name: '', address: 'a@localhost' }],
    ['FastLinkIt <a@example.com>', { name: 'FastLinkIt', address: 'a@example.com' }],
    ['"Invites, FastLinkIt" <a@example.com>', { name: 'Invites, FastLinkIt', address: 'a@example.com' }],
  ])('reads %s', (written, expected) => {
    expect(parseSender(written)).toEqual(expected);
  });

  it.each(['', '<>', 'a@b@c', 'X\r\nBcc: y@example.com <a@example.com>', 'a b@example.com'])(
    'refuses %j',
    (written) => {
      expect(parseSender(written)).toBeUndefined();
    },
  );
});
