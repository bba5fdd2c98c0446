import { describe, expect, it } from 'vitest';
import { addressHolders } from './address-holder.ts';

describe('the holder of a share', () => {
  const holderOf = addressHolders(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

  it.each([
    '127.0.0.1',
    '127.8.9.1',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '192.0.2.7',
    'fd12::1',
    undefined,
  ])('is nobody for %s, behind which are many', (address) => {
    expect(holderOf(address)).toBeUndefined();
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['192.0.2.8', '192.0.2.8'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['no address', 'no address'],
  ])('is the network of %s', (address, holder) => {
    expect(holderOf(address)).toBe(holder);
  });
});
