import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '#contract/problem';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { localPath } from '../http/return-url.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { sessionCookie, signInCodeCookie } from '../http/session-cookie.ts';
import { codeAddress, codePage, loginPage, withReturnUrl } from './login-view.ts';
import {
  codeTokenLifetimeMs,
  endWebSession,
  findSignInOnWeb,
  findWebSession,
  finishSignInOnWeb,
  signInOnWeb,
} from './web-session-service.ts';

const afterSignIn = '/Account';

interface LoginRoute {
  Querystring: { returnUrl?: unknown; password?: unknown };
}

interface CodeRoute {
  Querystring: { returnUrl?: unknown; with?: unknown };
}

/**
 * Signing in with the browser.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerLoginPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'publicUrl'>,
): void {
  const cookie = sessionCookie(context.publicUrl);
  const codeCookie = signInCodeCookie(context.publicUrl, codeTokenLifetimeMs / 1000);

  pages.get<LoginRoute>('/Account/Login', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const passwordChanged = request.query.password === 'changed';
    const session = await findWebSession(context, cookie.read(request));
    // Whoever has just chosen a password is told so, even where somebody else is signed in.
    return session && !passwordChanged
      ? goTo(reply, returnUrl ?? afterSignIn)
      : sendPage(reply, 200, loginPage({ returnUrl, passwordChanged }));
  });

  pages.post<LoginRoute>('/Account/Login', async (request, reply) => {
    const form = readForm(request.body, ['email', 'password', 'totp', 'returnUrl']);
    const { email = '', password = '', totp } = form;
    const returnUrl = localPath(form.returnUrl ?? request.query.returnUrl);
    let signedIn: Awaited<ReturnType<typeof signInOnWeb>>;
    try {
      signedIn = await signInOnWeb(context, { email, password, origin: originOf(request) });
    } catch (error) {
      const refusal = refusalOf(error, reply, ['invalid_credentials', 'rate_limited']);
      return sendPage(reply, refusal.status, loginPage({ returnUrl, email, refusal: refusal.message }));
    }
    if ('cookie' in signedIn) return begin(request, reply, { session: signedIn.cookie, returnUrl });
    const { codeToken } = signedIn;
    codeCookie.set(reply, codeToken);
    // Our own form asks for the code on the next page; who sends it at once is not asked again.
    return totp === undefined || totp.trim() === ''
      ? goTo(reply, withReturnUrl(codeAddress(false), returnUrl))
      : finish(request, reply, { codeToken, totp, email, returnUrl, recovery: false });
  });

  pages.get<CodeRoute>('/Account/Login/Code', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const [session, owing] = await Promise.all([
      findWebSession(context, cookie.read(request)),
      findSignInOnWeb(context, codeCookie.read(request)),
    ]);
    if (owing) {
      const recovery = request.query.with === 'recovery';
      return sendPage(reply, 200, codePage({ returnUrl, email: owing.email, recovery }));
    }
    return goTo(reply, session ? (returnUrl ?? afterSignIn) : withReturnUrl('/Account/Login', returnUrl));
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
      signedIn = await finishSignInOnWeb(context, { codeToken, totp, origin: originOf(request) });
    } catch (error) {
      const refusal = refusalOf(error, reply, ['totp_required', 'totp_invalid', 'rate_limited']);
      const errors = [codeError(refusal, recovery)];
      return sendPage(reply, refusal.status, codePage({ returnUrl, email, recovery, errors }));
    }
    if (signedIn) return begin(request, reply, { session: signedIn.cookie, returnUrl });
    if (codeToken !== undefined) codeCookie.clear(reply);
    const refusal = 'That took too long. Enter your password again.';
    return sendPage(reply, 401, loginPage({ returnUrl, email, refusal }));
  }

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    { session, returnUrl }: { session: string; returnUrl: string | undefined },
  ): Promise<FastifyReply> {
    // Whoever was signed in here is not any more.
    await endWebSession(context, cookie.read(request));
    cookie.set(reply, session);
    if (codeCookie.read(request) !== undefined) codeCookie.clear(reply);
    return goTo(reply, returnUrl ?? afterSignIn);
  }
}

function originOf(request: FastifyRequest) {
  return { device: request.headers['user-agent'] ?? 'unknown', address: request.ip };
}

/** What the field says; the service's words speak of the authenticator app, which is not at hand with a recovery code. */
function codeError({ code, message }: Problem, recovery: boolean): FieldError {
  if (code === 'rate_limited') return { path: '', message };
  if (!recovery) return { path: 'totp', message };
  return {
    path: 'totp',
    message:
      code === 'totp_required'
        ? 'Enter one of your recovery codes.'
        : 'This recovery code is wrong or was used already. Enter another one.',
  };
}

/** @throws unknown whatever is no refusal that the page shows itself */
function refusalOf(error: unknown, reply: FastifyReply, codes: readonly Problem['code'][]): Problem {
  if (!(error instanceof Problem) || !codes.includes(error.code)) throw error;
  if (error.retryAfter !== undefined) void reply.header('retry-after', error.retryAfter);
  return error;
}
