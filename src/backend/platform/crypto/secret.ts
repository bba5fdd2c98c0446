import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

/**
 * The key that all others derive from, and one before that is still accepted: see `openServerKey`. At least 32 bytes each.
 */
export interface Secrets {
  current: Buffer;
  previous: Buffer | undefined;
}

/** A keyed MAC (HMAC-SHA-256, 32 bytes) for one purpose. */
export interface MacKey {
  sign(data: string | Buffer): Buffer;
  /** Compares in constant time; accepts a MAC under the previous key as well. */
  verify(data: string | Buffer, mac: Buffer): boolean;
}

const keys = new WeakMap<Secrets, Map<string, MacKey>>();

/** Derives a key for one purpose, so that a MAC made for one purpose is invalid for every other (HKDF, RFC 5869). */
export function derivedKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `fastlinkit ${purpose}`, 32));
}

/** The MAC key of `purpose`; derived once. */
export function macKey(secrets: Secrets, purpose: string): MacKey {
  const known = keys.get(secrets) ?? new Map<string, MacKey>();
  keys.set(secrets, known);
  const existing = known.get(purpose);
  if (existing) return existing;
  // Key objects: importing the bytes for each MAC would cost more than the MAC.
  const current = createSecretKey(derivedKey(secrets.current, purpose));
  const previous = secrets.previous && createSecretKey(derivedKey(secrets.previous, purpose));
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

function mac(key: KeyObject, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const ivLength = 12;
const tagLength = 16;

/** Encrypts a text for the database (AES-256-GCM, one key for each purpose). */
export function seal(secrets: Secrets, purpose: string, text: string): string {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', derivedKey(secrets.current, purpose), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Decrypts what `seal` encrypted under the current or the previous key; undefined when neither opens it. */
export function unseal(secrets: Secrets, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  const accepted = secrets.previous ? [secrets.current, secrets.previous] : [secrets.current];
  for (const secret of accepted) {
    try {
      const decipher = createDecipheriv(
        'aes-256-gcm',
        derivedKey(secret, purpose),
        bytes.subarray(0, ivLength),
      );
      decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
      const rest = bytes.subarray(ivLength + tagLength);
      return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
    } catch {
      // Sealed under the other secret, or not by this server.
    }
  }
  return undefined;
}
