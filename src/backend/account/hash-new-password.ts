import { hashPassword, passwordWeakness } from '../platform/crypto/password.ts';
import { fieldProblem } from '../platform/errors/problem.ts';

/**
 * Hashes a password that a user has chosen. Call it before a transaction begins: it takes some 20 ms.
 *
 * @param field the form field that the password was typed into
 * @throws Problem `validation_failed` for a password that is too common
 */
export async function hashNewPassword(password: string, email: string, field = 'password'): Promise<string> {
  await requireStrongPassword(password, email, field);
  return hashPassword(password);
}

/**
 * Checks a password that a user has chosen, without the cost of hashing it.
 *
 * @param field the form field that the password was typed into
 * @throws Problem `validation_failed` for a password that is too common
 */
export async function requireStrongPassword(
  password: string,
  email: string,
  field = 'password',
): Promise<void> {
  const weakness = await passwordWeakness(password, email);
  if (weakness) throw fieldProblem(field, weakness);
}
