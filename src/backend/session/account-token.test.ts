import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { isGenuineAccountToken, readAccountToken, signAccountToken } from './account-token.ts';
import { sessionTokenKeys } from './session-tokens.ts';

const secrets = { current: randomBytes(32), previous: undefined };
const userId = uuidv7();
const passwordHash = '$argon2id$v=19$one';
const soon = new Date(Date.now() + 60_000);
const token = signAccountToken(secrets, 'password reset', { userId, passwordHash, expiresAt: soon });

describe('a token that stands for an account', () => {
  it('names it, for its purpose and as long as the password is the same', () => {
    expect(readAccountToken(token)).toBe(userId);
    expect(isGenuineAccountToken(secrets, 'password reset', token, passwordHash)).toBe(true);
    expect(isGenuineAccountToken(secrets, 'sign-in code', token, passwordHash)).toBe(false);
    expect(isGenuineAccountToken(secrets, 'password reset', token, '$argon2id$v=19$two')).toBe(false);
  });

  it('serves until its time, to the millisecond', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: soon.getTime() - 1 });
    expect(readAccountToken(token)).toBe(userId);
    vi.setSystemTime(soon);
    expect(readAccountToken(token)).toBeUndefined();
    vi.useRealTimers();
    const expiresAt = new Date(Date.now() - 1);
    const late = signAccountToken(secrets, 'password reset', { userId, passwordHash, expiresAt });
    expect(readAccountToken(late)).toBeUndefined();
  });

  it('cannot be given more time, or another account', () => {
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
  ])('is not what looks different: %s', (_what, text) => {
    expect(readAccountToken(text)).toBeUndefined();
  });

  it('is no session', () => {
    const keys = sessionTokenKeys(secrets);
    const code = signAccountToken(secrets, 'sign-in code', { userId, passwordHash, expiresAt: soon });
    expect(keys.readCookie(code)).toBeUndefined();
    expect(keys.readRefresh(code)).toBeUndefined();
    expect(readAccountToken(keys.signCookie(userId))).toBeUndefined();
  });
});
