import { describe, expect, it } from 'vitest';
import { networkOf } from './sign-in-throttle.ts';

describe('networkOf', () => {
  it.each(['127.0.0.1', '203.0.113.7', 'not an address', ''])('returns %j unchanged', (address) => {
    expect(networkOf(address)).toBe(address);
  });

  it.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['::ffff:10.20.30.40', '10.20.30.40'],
  ])('maps %s to its IPv4 address', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::2:3:4:5:6', '2001:db8:0:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['::2:3:4:5:6:7', '0:0:2:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['FE80::1', 'fe80:0:0:0::/64'],
    ['1::4:5:6:7:8', '1:0:0:4::/64'],
  ])('maps %s to %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('does not map an address that merely contains an IPv4 address', () => {
    expect(networkOf('::ffff:203.0.113.7:x')).toBe('::ffff:203.0.113.7:x');
    expect(networkOf('64:ff9b::ffff:203.0.113.7')).not.toBe('203.0.113.7');
  });
});
