import { BlockList, isIP } from 'node:net';
import { networkOf } from '../auth/sign-in-throttle.ts';

/** Every request asks, and few addresses send most of them. */
const mostRemembered = 10_000;

/**
 * Tells whose share an address counts against: that of its network.
 *
 * @param trustedProxies networks in CIDR notation; behind one address of theirs are many callers, as there are behind loopback
 * @returns a function that returns undefined for an address that has no share of its own
 */
export function addressHolders(
  trustedProxies: readonly string[],
): (address: string | undefined) => string | undefined {
  const many = new BlockList();
  for (const network of ['127.0.0.0/8', '::1/128', ...trustedProxies]) {
    const [address = '', prefix] = network.split('/');
    const isLong = isIP(address) === 6;
    many.addSubnet(address, Number(prefix ?? (isLong ? 128 : 32)), isLong ? 'ipv6' : 'ipv4');
  }
  const known = new Map<string, string | undefined>();

  function holderOf(address: string): string | undefined {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*/, '');
    const version = isIP(plain);
    // A trusted proxy may forward anything as an address.
    if (version !== 0 && many.check(plain, version === 6 ? 'ipv6' : 'ipv4')) return undefined;
    return networkOf(plain);
  }

  return (address) => {
    if (address === undefined) return undefined;
    if (!known.has(address)) {
      if (known.size >= mostRemembered) known.clear();
      known.set(address, holderOf(address));
    }
    return known.get(address);
  };
}
