import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '#contract/problem';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { readForm } from '../platform/web-pages/form.ts';
import { redirectTo, sendPage } from '../platform/web-pages/page.ts';
import { localPath, withReturnUrl } from '../platform/web-pages/return-url.ts';
import { sessionCookie, signInCodeCookie } from '../platform/web-pages/session-cookie.ts';
import { deviceCookieOf } from '../session/known-devices.ts';
import { originOf } from '../session/start-session.ts';
import { endWebSession, findWebSession } from '../session/web-session.ts';
import {
  codeTokenLifetimeMs,
  findPendingSignIn,
  finishSignInOnWeb,
  signInOnWeb,
  type WebSignIn,
} from './sign-in-on-web.ts';
import { codeAddress, codePage, cookiesBlockedPage, signInPage } from './sign-in-page.ts';

const afterSignIn = '/Account';
/**
 * Where a browser goes that has just been given a session. Whether it has kept the cookie shows only with the next request,
 * and the sign-in page sends who is signed in on to the return URL.
 */
export const afterSessionBegins = (returnUrl: string | undefined): string =>
  withReturnUrl('/Account/Login?signedIn=1', returnUrl);

/** Finds the address that a return URL belongs to, so that its form can be filled in. */
export interface InvitedEmail {
  /** @returns undefined for a path that is no invite's */
  invitedEmail: (returnUrl: string | undefined) => Promise<string | undefined>;
}

interface SignInRoute {
  Querystring: { returnUrl?: unknown; password?: unknown; signedIn?: unknown };
}

interface CodeRoute {
  Querystring: { returnUrl?: unknown; with?: unknown; asked?: unknown };
}

/**
 * Registers the pages for signing in.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerSignInPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo' | 'publicUrl'> & InvitedEmail,
): void {
  const cookie = sessionCookie(context.publicUrl);
  const codeCookie = signInCodeCookie(context.publicUrl, codeTokenLifetimeMs / 1000);
  const devices = deviceCookieOf(context);

  pages.get<SignInRoute>('/Account/Login', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const passwordChanged = request.query.password === 'changed';
    const isBlocked = request.query.signedIn === '1' && cookie.read(request) === undefined;
    if (isBlocked) return sendPage(reply, 403, cookiesBlockedPage(returnUrl));
    const session = await findWebSession(context, cookie.read(request));
    // After a change of the password the page says so, even while somebody else is signed in.
    return session && !passwordChanged
      ? redirectTo(reply, returnUrl ?? afterSignIn)
      : sendPage(
          reply,
          200,
          signInPage({ returnUrl, passwordChanged, email: await context.invitedEmail(returnUrl) }),
        );
  });

  pages.post<SignInRoute>('/Account/Login', async (request, reply) => {
    const form = readForm(request.body, ['email', 'password', 'totp', 'returnUrl']);
    const { email = '', password = '', totp } = form;
    const returnUrl = localPath(form.returnUrl ?? request.query.returnUrl);
    let signedIn: Awaited<ReturnType<typeof signInOnWeb>>;
    try {
      const origin = originOf(request, devices.read(request));
      signedIn = await signInOnWeb(context, { email, password, origin });
    } catch (error) {
      const refusal = refusalOf(error, reply, ['invalid_credentials', 'forbidden', 'rate_limited']);
      return sendPage(reply, refusal.status, signInPage({ returnUrl, email, refusal: refusal.message }));
    }
    if ('cookie' in signedIn) return begin(request, reply, signedIn, returnUrl);
    const { codeToken } = signedIn;
    codeCookie.set(reply, codeToken);
    // The form asks for the code on the next page; a client that sends it with the password is not asked again.
    return totp === undefined || totp.trim() === ''
      ? redirectTo(reply, withReturnUrl(`${codeAddress(false)}?asked=1`, returnUrl))
      : finish(request, reply, { codeToken, totp, email, returnUrl, recovery: false });
  });

  pages.get<CodeRoute>('/Account/Login/Code', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const isBlocked = request.query.asked === '1' && codeCookie.read(request) === undefined;
    if (isBlocked) return sendPage(reply, 403, cookiesBlockedPage(returnUrl));
    const [session, owing] = await Promise.all([
      findWebSession(context, cookie.read(request)),
      findPendingSignIn(context, codeCookie.read(request)),
    ]);
    if (owing) {
      const recovery = request.query.with === 'recovery';
      return sendPage(reply, 200, codePage({ returnUrl, email: owing.email, recovery }));
    }
    return redirectTo(
      reply,
      session ? (returnUrl ?? afterSignIn) : withReturnUrl('/Account/Login', returnUrl),
    );
  });

  pages.post<CodeRoute>('/Account/Login/Code', async (request, reply) => {
    const { email = '', totp, returnUrl: wanted } = readForm(request.body, ['email', 'totp', 'returnUrl']);
    const returnUrl = localPath(wanted);
    const recovery = request.query.with === 'recovery';
    return finish(request, reply, { codeToken: codeCookie.read(request), totp, email, returnUrl, recovery });
  });

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    given: {
      codeToken: string | undefined;
      totp: string | undefined;
      email: string;
      returnUrl: string | undefined;
      recovery: boolean;
    },
  ): Promise<FastifyReply> {
    const { codeToken, totp, email, returnUrl, recovery } = given;
    let signedIn: Awaited<ReturnType<typeof finishSignInOnWeb>>;
    try {
      const origin = originOf(request, devices.read(request));
      signedIn = await finishSignInOnWeb(context, { codeToken, totp, origin });
    } catch (error) {
      const refusal = refusalOf(error, reply, ['totp_required', 'totp_invalid', 'rate_limited']);
      const errors = [codeError(refusal, recovery)];
      return sendPage(reply, refusal.status, codePage({ returnUrl, email, recovery, errors }));
    }
    if (signedIn) return begin(request, reply, signedIn, returnUrl);
    if (codeToken !== undefined) codeCookie.clear(reply);
    const refusal = 'Your sign-in timed out. Enter your password again.';
    return sendPage(reply, 401, signInPage({ returnUrl, email, refusal }));
  }

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    signedIn: WebSignIn,
    returnUrl: string | undefined,
  ): Promise<FastifyReply> {
    // The previous session of this browser ends.
    await endWebSession(context, cookie.read(request));
    cookie.set(reply, signedIn.cookie);
    devices.remember(request, reply, signedIn.userId);
    if (codeCookie.read(request) !== undefined) codeCookie.clear(reply);
    return redirectTo(reply, afterSessionBegins(returnUrl));
  }
}

/** The error of the code field. For a recovery code it replaces the problem's text, which names the authenticator app. */
function codeError({ code, message }: Problem, recovery: boolean): FieldError {
  if (code === 'rate_limited') return { path: '', message };
  if (!recovery) return { path: 'totp', message };
  return {
    path: 'totp',
    message:
      code === 'totp_required'
        ? 'Enter one of your recovery codes.'
        : "That recovery code didn't work. Each works only once, so try another one.",
  };
}

/** @throws unknown an error that the page does not show */
function refusalOf(error: unknown, reply: FastifyReply, codes: readonly Problem['code'][]): Problem {
  if (!(error instanceof Problem) || !codes.includes(error.code)) throw error;
  if (error.retryAfter !== undefined) void reply.header('retry-after', error.retryAfter);
  return error;
}
