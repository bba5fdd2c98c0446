/** The account that a sign-in is for, however it is written: another wait belongs to each. */
export function attemptedAccount({ server, email }: { server: string; email: string }): string {
  return `${server.trim().replace(/\/+$/, '').toLowerCase()} ${email.trim().toLowerCase()}`;
}
