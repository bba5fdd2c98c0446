import { describe, expect, it } from 'vitest';
import { hasSeveralAddresses, typedAddress } from './typed-address.ts';

describe('typedAddress', () => {
  it.each([
    ['kim@x.test', 'kim@x.test'],
    ['  kim@x.test ', 'kim@x.test'],
    ['Kim Roe <kim@x.test>', 'kim@x.test'],
    ['"Roe, Kim" <kim@x.test>', 'kim@x.test'],
    ['<kim@x.test>', 'kim@x.test'],
    ['mailto:kim@x.test', 'kim@x.test'],
    ['\u202akim@x.test\u202c', 'kim@x.test'],
    ['kim@x.test.', 'kim@x.test'],
  ])('takes the address out of %j', (text, address) => {
    expect(typedAddress(text)).toBe(address);
  });

  it.each(['', 'kim', 'kim roe@x.test', 'kim@x.test admin', 'kim@x.test, lee@x.test'])(
    'leaves %j as typed: it may be a slip',
    (text) => {
      expect(typedAddress(text)).toBe(text);
    },
  );
});

describe('hasSeveralAddresses', () => {
  it.each([
    ['kim@x.test', false],
    ['Kim <kim@x.test>', false],
    ['kim@x.test <kim@x.test>', false],
    ['kim@x.test, lee@x.test', true],
    ['kim@x.test lee@x.test', true],
    ['Kim <kim@x.test>\nLee <lee@x.test>', true],
    ['kim@x.test, lee@', true],
  ])('%j: %s', (text, several) => {
    expect(hasSeveralAddresses(text)).toBe(several);
  });
});
