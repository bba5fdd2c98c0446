/** As the server has it, said before anything is sent. */
export const shortestPassword = 12;

/** Why it cannot be a new password; null when the server may take it. */
export function newPasswordProblem(password: string): string | null {
  return Array.from(password.normalize('NFKC')).length < shortestPassword
    ? `Use at least ${shortestPassword} characters.`
    : null;
}
