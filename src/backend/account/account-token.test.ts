import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { sessionTokenKeys } from '../session/session-tokens.ts';
import { isGenuineAccountToken, readAccountToken, signAccountToken } from './account-token.ts';

const secrets = { current: randomBytes(32), previous: undefined };
const userId = uuidv7();
const passwordHash = '$argon2id$v=19$one';
const soon = new Date(Date.now() + 60_000);
const token = signAccountToken(secrets, 'password reset', { userId, passwordHash, expiresAt: soon });

describe('an account token', () => {
  it('is valid for its purpose until the password changes', () => {
    expect(readAccountToken('password reset', token)).toBe(userId);
    expect(isGenuineAccountToken(secrets, 'password reset', token, passwordHash)).toBe(true);
    expect(isGenuineAccountToken(secrets, 'sign-in code', token, passwordHash)).toBe(false);
    expect(isGenuineAccountToken(secrets, 'password reset', token, '$argon2id$v=19$two')).toBe(false);
  });

  it('expires to the millisecond', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: soon.getTime() - 1 });
    expect(readAccountToken('password reset', token)).toBe(userId);
    vi.setSystemTime(soon);
    expect(readAccountToken('password reset', token)).toBeUndefined();
    vi.useRealTimers();
    const expiresAt = new Date(Date.now() - 1);
    const late = signAccountToken(secrets, 'password reset', { userId, passwordHash, expiresAt });
    expect(readAccountToken('password reset', late)).toBeUndefined();
  });

  it('is invalid with another expiry or another account', () => {
    for (const at of [0, 15, 16, 21]) {
      const bytes = Buffer.from(token, 'base64url');
      bytes.writeUInt8((bytes.readUInt8(at) + 1) % 256, at);
      const forged = bytes.toString('base64url');
      expect(isGenuineAccountToken(secrets, 'password reset', forged, passwordHash)).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['a word', 'abc'],
    ['a letter more', `${token}A`],
    ['a letter less', token.slice(1)],
    ['an equals sign', `${token}=`],
    ['a space in front', ` ${token}`],
    ['other letters for the same bytes', token.replaceAll('-', '+').replaceAll('_', '/') + '='],
  ])('is rejected when it is %s', (_what, text) => {
    expect(readAccountToken('password reset', text)).toBeUndefined();
  });

  it('is not valid as a session', () => {
    const keys = sessionTokenKeys(secrets);
    const code = signAccountToken(secrets, 'sign-in code', { userId, passwordHash, expiresAt: soon });
    expect(keys.readCookie(code)).toBeUndefined();
    expect(keys.readRefresh(code)).toBeUndefined();
    expect(readAccountToken('password reset', keys.signCookie(userId))).toBeUndefined();
  });
});
