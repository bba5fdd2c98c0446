import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { localPath } from '../http/return-url.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import { loginPage } from './login-view.ts';
import { endWebSession, findWebSession, signInOnWeb } from './web-session-service.ts';

const afterSignIn = '/Account';

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

  pages.get<{ Querystring: { returnUrl?: unknown } }>('/Account/Login', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const session = await findWebSession(context, cookie.read(request));
    return session ? goTo(reply, returnUrl ?? afterSignIn) : sendPage(reply, 200, loginPage({ returnUrl }));
  });

  pages.post('/Account/Login', async (request, reply) => {
    const {
      email = '',
      password = '',
      returnUrl: wanted,
    } = readForm(request.body, ['email', 'password', 'returnUrl']);
    const returnUrl = localPath(wanted);
    const origin = { device: request.headers['user-agent'] ?? 'unknown', address: request.ip };
    try {
      const session = await signInOnWeb(context, { email, password, origin });
      // Whoever was signed in here is not any more.
      await endWebSession(context, cookie.read(request));
      cookie.set(reply, session.cookie);
    } catch (error) {
      if (
        !(error instanceof Problem) ||
        !(error.code === 'invalid_credentials' || error.code === 'rate_limited')
      ) {
        throw error;
      }
      if (error.retryAfter !== undefined) void reply.header('retry-after', error.retryAfter);
      return sendPage(reply, error.status, loginPage({ returnUrl, email, refusal: error.message }));
    }
    return goTo(reply, returnUrl ?? afterSignIn);
  });
}
