import { expect, it } from 'vitest';
import { newPassword } from '#contract/account/api';
import { newPasswordProblem } from './new-password.ts';

it('says what the server says', () => {
  for (const password of ['', 'a'.repeat(11), 'a'.repeat(12), 'ﬁ'.repeat(6), '\u{1F510}'.repeat(6)]) {
    const refusal = newPassword.safeParse(password).error?.issues[0]?.message ?? null;
    expect(newPasswordProblem(password)).toBe(refusal);
  }
});
