import { expect, it } from 'vitest';
import { minPasswordLength, newPassword } from '#contract/session';
import { newPasswordProblem, shortestPassword } from './new-password.ts';

it('says what the server says', () => {
  expect(shortestPassword).toBe(minPasswordLength);
  for (const password of ['', 'a'.repeat(11), 'a'.repeat(12), 'ﬁ'.repeat(6), '\u{1F510}'.repeat(6)]) {
    const refusal = newPassword.safeParse(password).error?.issues[0]?.message ?? null;
    expect(newPasswordProblem(password)).toBe(refusal);
  }
});
