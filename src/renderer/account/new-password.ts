import { minPasswordLength } from '#contract/account/model';

/** Why a password is not accepted as a new one; null when the server may accept it. */
export function newPasswordProblem(password: string): string | null {
  return Array.from(password.normalize('NFKC')).length < minPasswordLength
    ? `Use at least ${minPasswordLength} characters.`
    : null;
}
