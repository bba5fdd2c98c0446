import { describe, expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords.ts';

describe('isCommonPassword', () => {
  it.each([
    '1qaz2wsx3edc',
    'Password1234',
    'passwordpassword',
    '123456789012',
    'aaaaaaaaaaaa',
    '!!qwertyuiop12',
  ])('rejects %s', async (password) => {
    expect(await isCommonPassword(password)).toBe(true);
  });

  it.each([
    'fastlinkit-demo',
    'correct horse battery',
    'invitee-password-1',
    'ünïcode-Passwörter',
    '4711-0815-2026',
  ])('accepts %s', async (password) => {
    expect(await isCommonPassword(password)).toBe(false);
  });
});
