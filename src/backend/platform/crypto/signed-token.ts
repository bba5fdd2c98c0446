import { parse, stringify } from 'uuid';
import { macKey, type Secrets } from './secret.ts';

/** How one claim is written into a token. */
export interface TokenField<Value> {
  /** How many bytes it takes. */
  length: number;
  write: (bytes: Buffer, value: Value) => void;
  /** Undefined for bytes that stand for no value, or for one that is no longer valid. */
  read: (bytes: Buffer) => Value | undefined;
}

export const uuidField: TokenField<string> = {
  length: 16,
  write: (bytes, uuid) => bytes.set(parse(uuid)),
  read(bytes) {
    try {
      return stringify(bytes);
    } catch {
      return undefined;
    }
  },
};

export const counterField: TokenField<number> = {
  length: 4,
  write: (bytes, count) => void bytes.writeUInt32BE(count),
  read: (bytes) => bytes.readUInt32BE(),
};

/** When the token expires, to the millisecond: from then on it reads as undefined. */
export const expiryField: TokenField<Date> = {
  length: 6,
  write: (bytes, time) => void bytes.writeUIntBE(time.getTime(), 0, 6),
  read(bytes) {
    const time = bytes.readUIntBE(0, 6);
    return time > Date.now() ? new Date(time) : undefined;
  },
};

/** One of a few values, each by its byte. */
export function choiceField<Value extends string>(
  byteOf: Readonly<Record<Value, number>>,
): TokenField<Value> {
  const values = Object.keys(byteOf) as Value[];
  return {
    length: 1,
    write: (bytes, value) => void bytes.writeUInt8(byteOf[value]),
    read: (bytes) => values.find((value) => byteOf[value] === bytes.readUInt8()),
  };
}

/**
 * A kind of token: claims in a fixed layout, and a keyed MAC (256 bits) over them, in base64url. Nothing of a token is in
 * the database.
 */
export interface SignedToken<Claims> {
  /** The number of characters of a token. */
  textLength: number;
  /** @param bound what the MAC covers as well, without being part of the token */
  sign(secrets: Secrets, claims: Claims, bound?: string): string;
  /** What a token claims, genuine or not; undefined when it is malformed or expired. Only to look up `bound`. */
  readUnverified(token: string): Claims | undefined;
  /** The claims of a token; undefined unless this server has signed it, with the same `bound`, and it has not expired. */
  verify(secrets: Secrets, token: string, bound?: string): Claims | undefined;
}

const macLength = 32;

/**
 * Declares a kind of token. Tokens are in circulation for days: a layout that changes gets another version.
 *
 * @param purpose has a key of its own, so that a token is valid for nothing else
 * @param version so does each version; version 1 is the one without a number in the key's name
 * @param layout the claims in the order of their bytes
 */
export function signedToken<Claims extends object>({
  purpose,
  version = 1,
  layout,
}: {
  purpose: string;
  version?: number;
  layout: { [Name in keyof Claims]: TokenField<Claims[Name]> };
}): SignedToken<Claims> {
  const keyName = version === 1 ? purpose : `${purpose} v${version}`;
  let headLength = 0;
  const fields = (Object.keys(layout) as (keyof Claims)[]).map((name) => {
    const begin = headLength;
    headLength += layout[name].length;
    return { name, begin, end: headLength };
  });

  function partsOf(token: string): { head: Buffer; mac: Buffer } | undefined {
    const bytes = Buffer.from(token, 'base64url');
    // Only one text is valid for a token: base64 has spare bits that a decoder ignores.
    if (bytes.length !== headLength + macLength || bytes.toString('base64url') !== token) return undefined;
    return { head: bytes.subarray(0, headLength), mac: bytes.subarray(headLength) };
  }

  function claimsOf(head: Buffer): Claims | undefined {
    const claims: Partial<Claims> = {};
    for (const { name, begin, end } of fields) {
      const value = layout[name].read(head.subarray(begin, end));
      if (value === undefined) return undefined;
      claims[name] = value;
    }
    return claims as Claims;
  }

  return {
    textLength: Math.ceil(((headLength + macLength) * 8) / 6),

    sign(secrets, claims, bound = '') {
      const head = Buffer.alloc(headLength);
      for (const { name, begin, end } of fields) layout[name].write(head.subarray(begin, end), claims[name]);
      return Buffer.concat([head, macKey(secrets, keyName).sign(covered(head, bound))]).toString('base64url');
    },

    readUnverified(token) {
      const parts = partsOf(token);
      return parts && claimsOf(parts.head);
    },

    verify(secrets, token, bound = '') {
      const parts = partsOf(token);
      if (!parts) return undefined;
      if (!macKey(secrets, keyName).verify(covered(parts.head, bound), parts.mac)) return undefined;
      return claimsOf(parts.head);
    },
  };
}

function covered(head: Buffer, bound: string): Buffer {
  return bound === '' ? head : Buffer.concat([head, Buffer.from(bound)]);
}
