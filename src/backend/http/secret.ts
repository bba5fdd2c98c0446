import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The server's secret, and the one before it, which is still accepted. At least 32 bytes each. */
export interface Secrets {
  current: Buffer;
  previous: Buffer | undefined;
}

/** A keyed MAC (HMAC-SHA-256, 32 bytes) for one purpose. */
export interface MacKey {
  sign(data: string | Buffer): Buffer;
  /** In constant time; true for a MAC under the previous secret too. */
  verify(data: string | Buffer, mac: Buffer): boolean;
}

const keys = new WeakMap<Secrets, Map<string, MacKey>>();

/** A key of its own for each purpose, so that no MAC serves where it was not meant to (HKDF, RFC 5869). */
export function derivedKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `fastlinkit ${purpose}`, 32));
}

/** The MAC key of `purpose`; derived once per secret. */
export function macKey(secrets: Secrets, purpose: string): MacKey {
  const known = keys.get(secrets) ?? new Map<string, MacKey>();
  keys.set(secrets, known);
  const existing = known.get(purpose);
  if (existing) return existing;
  const current = derivedKey(secrets.current, purpose);
  const previous = secrets.previous && derivedKey(secrets.previous, purpose);
  const created: MacKey = {
    sign: (data) => mac(current, data),
    verify(data, given) {
      const accepted = previous ? [current, previous] : [current];
      return accepted.filter((key) => equal(mac(key, data), given)).length > 0;
    },
  };
  known.set(purpose, created);
  return created;
}

function mac(key: Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
