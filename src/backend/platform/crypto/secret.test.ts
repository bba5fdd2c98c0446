import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { macKey, seal, unseal } from './secret.ts';

const secrets = { current: randomBytes(32), previous: undefined };

describe('a keyed MAC', () => {
  it('is valid for one purpose only', () => {
    const mac = macKey(secrets, 'one').sign('x');
    expect(macKey(secrets, 'one').verify('x', mac)).toBe(true);
    expect(macKey(secrets, 'two').verify('x', mac)).toBe(false);
    expect(macKey(secrets, 'one').verify('y', mac)).toBe(false);
    expect(macKey(secrets, 'one').verify('x', mac.subarray(1))).toBe(false);
  });
});

describe('a sealed text', () => {
  it('is decrypted under its secret, and under the next one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = seal(secrets, 'test', text);
        const changed = { current: randomBytes(32), previous: secrets.current };
        expect(unseal(secrets, 'test', sealed)).toBe(Buffer.from(text).toString());
        expect(unseal(changed, 'test', sealed)).toBe(Buffer.from(text).toString());
        expect(unseal(secrets, 'other', sealed)).toBeUndefined();
      }),
    );
  });

  it('is not decrypted when a bit of it is changed', () => {
    const bytes = Buffer.from(seal(secrets, 'test', 'words'), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(unseal(secrets, 'test', other.toString('base64url'))).toBeUndefined();
    }
  });
});
