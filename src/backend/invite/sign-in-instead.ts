import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { redirectTo } from '../platform/web-pages/page.ts';
import { sessionCookie } from '../platform/web-pages/session-cookie.ts';
import { deviceCookieOf } from '../session/known-devices.ts';
import { originOf } from '../session/start-session.ts';
import { signInOnWeb } from '../sign-in/sign-in-on-web.ts';
import { afterSessionBegins } from '../sign-in/sign-in-page-routes.ts';
import type { Visit } from './invite-visit.ts';

/** What a sign-in in place of a registration can be refused with, so that the form's own answer is shown. */
const refusals: ReadonlySet<string> = new Set(['invalid_credentials', 'forbidden', 'rate_limited']);

/**
 * Makes ready what answers a registration whose account is there already.
 *
 * @returns a function that signs in with the registration's password: the button was clicked twice, and the browser waits for
 *   the answer to the second click. It answers undefined where the password is not that account's, or is not enough
 */
export function prepareSignInInstead(context: ServiceContext) {
  const cookie = sessionCookie(context.publicUrl);
  const devices = deviceCookieOf(context);

  return async (
    { email, path }: Pick<Visit['view'], 'email' | 'path'>,
    { password = '' }: { password?: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    if (password === '') return undefined;
    const origin = originOf(request, devices.read(request));
    try {
      const signedIn = await signInOnWeb(context, { email, password, origin });
      if (!('cookie' in signedIn)) return undefined;
      cookie.set(reply, signedIn.cookie);
      devices.remember(request, reply, signedIn.userId);
      return await redirectTo(reply, afterSessionBegins(path));
    } catch (error) {
      if (error instanceof Problem && refusals.has(error.code)) return undefined;
      throw error;
    }
  };
}
