import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { isGenuineAccountToken, readAccountToken, signAccountToken } from '../../account/account-token.ts';
import { readInviteToken, signInviteToken } from '../../invite/invite-token.ts';
import { sessionTokenKeys } from '../../session/session-tokens.ts';
import { choiceField, counterField, expiryField, signedToken, uuidField } from './signed-token.ts';

const secrets = { current: randomBytes(32), previous: undefined };

const layout = {
  id: uuidField,
  count: counterField,
  expiresAt: expiryField,
  kind: choiceField({ a: 1, b: 2 }),
};
interface Claims {
  id: string;
  count: number;
  expiresAt: Date;
  kind: 'a' | 'b';
}
const token = signedToken<Claims>({ purpose: 'tests', layout });
const claims = fc.record<Claims>({
  id: fc.uuid(),
  count: fc.nat(2 ** 32 - 1),
  expiresAt: fc.date({
    min: new Date(Date.now() + 3_600_000),
    max: new Date(2 ** 48 - 1),
    noInvalidDate: true,
  }),
  kind: fc.constantFrom('a', 'b'),
});

describe('a signed token', () => {
  it('returns its claims under the current and the previous secret', () => {
    const changed = { current: randomBytes(32), previous: secrets.current };
    fc.assert(
      fc.property(claims, fc.string(), (given, bound) => {
        const text = token.sign(secrets, given, bound);
        expect(token.sign(secrets, given, bound)).toBe(text);
        expect(token.verify(secrets, text, bound)).toEqual(given);
        expect(token.verify(changed, text, bound)).toEqual(given);
        expect(token.readUnverified(text)).toEqual(given);
        expect(token.verify({ current: randomBytes(32), previous: undefined }, text, bound)).toBeUndefined();
        expect(token.verify(secrets, text, `${bound}x`)).toBeUndefined();
      }),
    );
  });

  it('is invalid when any bit of it is changed, or anything is added or missing', () => {
    fc.assert(
      fc.property(claims, fc.nat(59 * 8 - 1), (given, bit) => {
        const text = token.sign(secrets, given);
        const bytes = Buffer.from(text, 'base64url');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        for (const other of [
          bytes.toString('base64url'),
          `${text}A`,
          `${text}=`,
          ` ${text}`,
          text.slice(1),
        ]) {
          expect(token.verify(secrets, other)).toBeUndefined();
        }
      }),
    );
  });

  it('is invalid for every other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(token.verify(secrets, text)).toBeUndefined();
        expect(token.readUnverified(text)).toBeUndefined();
      }),
    );
  });

  it('is invalid for another purpose and for another version', () => {
    const text = token.sign(secrets, { id: uuidv7(), count: 1, expiresAt: new Date(2 ** 48 - 1), kind: 'a' });
    const otherPurpose = signedToken<Claims>({ purpose: 'other tests', layout });
    const nextVersion = signedToken<Claims>({ purpose: 'tests', version: 2, layout });
    expect(otherPurpose.verify(secrets, text)).toBeUndefined();
    expect(nextVersion.verify(secrets, text)).toBeUndefined();
  });

  it('expires to the millisecond', () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const text = token.sign(secrets, { id: uuidv7(), count: 1, expiresAt, kind: 'b' });
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt.getTime() - 1 });
    expect(token.verify(secrets, text)).toMatchObject({ kind: 'b' });
    vi.setSystemTime(expiresAt);
    expect(token.verify(secrets, text)).toBeUndefined();
    expect(token.readUnverified(text)).toBeUndefined();
    vi.useRealTimers();
  });
});

// Made by release 0.1 with this secret.
describe('tokens in circulation', () => {
  const old = { current: Buffer.from('0123456789abcdef0123456789abcdef'), previous: undefined };
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const passwordHash = '$argon2id$hash';
  const expiresAt = new Date('2150-01-01T00:00:00.000Z');

  it.each([
    ['mailed', 'AYkKXayWd0u8zrMCCZqAVwFUyj3Wq8r_Wmj-Eu21d6rcTv025on8WMGKH4B5bGu40g'],
    ['copied', 'AYkKXayWd0u8zrMCCZqAVwJyNFIstnTxqfKTur1YGJYIoK5UUpIQ4IF2mY4Um9lcsg'],
  ] as const)('a %s link leads to its invite', (kind, text) => {
    expect(readInviteToken(old, text)).toEqual({ inviteId: id, kind });
    expect(signInviteToken(old, id, kind)).toBe(text);
  });

  it.each([
    ['password reset', 'AYkKXayWd0u8zrMCCZqAVwUqiyrAAGOjRl83n8xCDvKE_iPlEkAilElgVy8obNp4uOL2rg0m'],
    ['sign-in code', 'AYkKXayWd0u8zrMCCZqAVwUqiyrAACAytYdQtQ-uUzwXQzprE3XBwNJOYkcYHTM_HJMBcGc1'],
  ] as const)('a %s token identifies its account', (purpose, text) => {
    expect(readAccountToken(purpose, text)).toBe(id);
    expect(isGenuineAccountToken(old, purpose, text, passwordHash)).toBe(true);
    expect(signAccountToken(old, purpose, { userId: id, passwordHash, expiresAt })).toBe(text);
  });

  it('a refresh token and a cookie identify their session', () => {
    const keys = sessionTokenKeys(old);
    const refresh = 'AYkKXayWd0u8zrMCCZqAVwAAAActaWQJIIMvYyn8D8XEJa1Wy5PPfFN0zuPoFMyiVg9fiA';
    expect(keys.readRefresh(refresh)).toEqual({ sessionId: id, generation: 7 });
    expect(keys.signRefresh(id, 7)).toBe(refresh);
    const cookie = 'AYkKXayWd0u8zrMCCZqAVxHOrMFv_rv-k9SKpmVMckZLDWpR6B2PvcMDa8ue9e1t';
    expect(keys.readCookie(cookie)).toBe(id);
    expect(keys.signCookie(id)).toBe(cookie);
  });

  it('an access token identifies its user and session', async () => {
    const parts = [
      'eyJhbGciOiJIUzI1NiIsImtpZCI6InU5YmJJZkhoVC01WCIsInR5cCI6IkpXVCJ9',
      'eyJzaWQiOiIwMTg5MGE1ZC1hYzk2LTc3NGItYmNjZS1iMzAyMDk5YTgwNTciLCJzdWIiOiIwMTg5MGE1ZC1hYzk2LTc3NGItYmNjZS1iMzAyMDk5YTgwNTciLCJpc3MiOiJmYXN0bGlua2l0IiwiYXVkIjoiZmFzdGxpbmtpdC1hcGkiLCJpYXQiOjE3OTYwMzQ4ODAsImV4cCI6NTY4MDI4MTYwMH0',
      'T9y1hWBV8h1BwEn4Cif3s6s1QZr3TgNSsKz4qxnsuzg',
    ];
    // The claims are read, and their times with them: the token was made a moment ago.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-30T11:00:00.000Z') });
    expect(await sessionTokenKeys(old).readAccess(parts.join('.'))).toEqual({
      userId: id,
      sessionId: id,
      generation: 0,
    });
    vi.useRealTimers();
  });
});
