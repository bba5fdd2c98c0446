import type { FastifyRequest } from 'fastify';
import { fieldProblem, Problem } from '../platform/errors/problem.ts';
import { isFirstApp } from '../platform/rest/app-release.ts';

/**
 * The password that a call has to bring.
 *
 * @param password as it was sent
 * @throws Problem `invalid_credentials` where it is missing; `validation_failed` for the app of release 0.1.0, which does
 *   not ask for it, and which shows the server's own sentence for that code only
 */
export function requirePassword(
  request: Pick<FastifyRequest, 'headers'>,
  password: string | undefined,
): string {
  if (password !== undefined) return password;
  if (isFirstApp(request)) {
    throw fieldProblem('password', 'This now takes your password. Update FastLinkIt Admin to do it.');
  }
  throw new Problem('invalid_credentials', 'Enter your password to do this.');
}
