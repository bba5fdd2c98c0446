import { TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newRecoveryCodes, newTotpSecret, normalizeRecoveryCode, otpauthUrl, stepOfCode } from './totp.ts';

const now = Date.parse('2026-11-22T13:00:00.000Z');
const secret = newTotpSecret();
const codeAt = (time: number) => new TOTP({ secret }).generate({ timestamp: time });

describe('a code of the authenticator app', () => {
  it('is valid in its time step, and one step before and after', () => {
    const step = Math.floor(now / 30_000);
    expect(stepOfCode(secret, codeAt(now), now)).toBe(step);
    expect(stepOfCode(secret, codeAt(now - 30_000), now)).toBe(step - 1);
    expect(stepOfCode(secret, codeAt(now + 30_000), now)).toBe(step + 1);
    expect(stepOfCode(secret, codeAt(now - 90_000), now)).toBeUndefined();
  });

  it('may be typed with a space', () => {
    const code = codeAt(now);
    expect(stepOfCode(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, now)).toBeDefined();
  });

  it('is made from a new secret of 160 bits', () => {
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
  });

  it.each(['', 'abcdef', '12345', '1234567', '０１２３４５', 'x123456', '123456x', '12-34-56'])(
    'is never %j',
    (code) => {
      expect(stepOfCode(secret, code, now)).toBeUndefined();
    },
  );

  it('is set up in the app by a URL with issuer and account', () => {
    const url = new URL(otpauthUrl(secret, 'ada@acme.test'));
    expect(url.protocol).toBe('otpauth:');
    expect(url.searchParams.get('secret')).toBe(secret);
    expect(url.searchParams.get('issuer')).toBe('FastLinkIt');
    expect(decodeURIComponent(url.pathname)).toMatch(/FastLinkIt:ada@acme\.test$/);
  });
});

describe('recovery codes', () => {
  it('are ten different ones, with or without separators', () => {
    const codes = newRecoveryCodes();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    // Without 0, 1, i, l and o, which are taken for one another.
    for (const code of codes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
    for (const code of codes) {
      expect(normalizeRecoveryCode(` ${code.toUpperCase().replace('-', ' ')} `)).toBe(code.replace('-', ''));
    }
  });
});
