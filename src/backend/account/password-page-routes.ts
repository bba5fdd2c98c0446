import type { FastifyInstance, FastifyReply } from 'fastify';
import { newPassword } from '#contract/account/api';
import type { FieldError } from '#contract/problem';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { readForm } from '../platform/web-pages/form.ts';
import { checkedValue } from '../platform/web-pages/page-parts.ts';
import { redirectTo, sendPage } from '../platform/web-pages/page.ts';
import { localPath, withReturnUrl } from '../platform/web-pages/return-url.ts';
import { deviceCookieOf } from '../session/known-devices.ts';
import {
  forgotPasswordPage,
  resetAskedPage,
  resetOverPage,
  resetPasswordPage,
  revokeApiKeysField,
} from './password-page.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { findPasswordReset, resetPassword } from './reset-password.ts';

interface ResetRoute {
  Querystring: { token?: unknown; returnUrl?: unknown };
}

/**
 * Registers the pages for a forgotten password: requesting a link, and choosing a new password through it.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerPasswordPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue' | 'publicUrl'> & {
    /** The address that a return URL belongs to; undefined for a path that is no invite's. */
    invitedEmail: (returnUrl: string | undefined) => Promise<string | undefined>;
    /** Whether the form may have a box for the API keys: a server of release 0.1.0 refuses a field that it does not know. */
    offersApiKeys: () => boolean;
  },
): void {
  const devices = deviceCookieOf(context);

  const offered = ({ apiKeys }: { apiKeys: number }): number => (context.offersApiKeys() ? apiKeys : 0);

  pages.get<{ Querystring: { returnUrl?: unknown } }>('/Account/ForgotPassword', async (request, reply) => {
    const returnUrl = localPath(request.query.returnUrl);
    const email = await context.invitedEmail(returnUrl);
    return sendPage(reply, 200, forgotPasswordPage({ returnUrl, email }));
  });

  // The return URL is in the form's address: a server of release 0.1.0 refuses a field that it does not know.
  pages.post<{ Querystring: { returnUrl?: unknown } }>('/Account/ForgotPassword', async (request, reply) => {
    const email = (readForm(request.body, ['email']).email ?? '').trim();
    const returnUrl = localPath(request.query.returnUrl);
    if (email === '') {
      const errors = [{ path: 'email', message: 'Enter your email address.' }];
      return sendPage(reply, 422, forgotPasswordPage({ returnUrl, errors }));
    }
    // Only the way back to an invite goes into an email: a stranger may have written any other.
    const isInvite = (await context.invitedEmail(returnUrl)) !== undefined;
    const returnPath = isInvite ? returnUrl : undefined;
    await requestPasswordReset(context, { email, address: request.ip, returnPath });
    return sendPage(reply, 200, resetAskedPage(email, returnUrl));
  });

  // Mail scanners open links, so a GET changes nothing.
  pages.get<ResetRoute>('/Account/ResetPassword', async (request, reply) => {
    const { token } = request.query;
    const reset = typeof token === 'string' ? await findPasswordReset(context, token) : undefined;
    if (typeof token !== 'string' || !reset) return over(reply);
    const returnUrl = localPath(request.query.returnUrl);
    const view = { token, returnUrl, email: reset.email, apiKeys: offered(reset), revokesApiKeys: true };
    return sendPage(reply, 200, resetPasswordPage(view));
  });

  pages.post<ResetRoute>('/Account/ResetPassword', async (request, reply) => {
    const { token } = request.query;
    const returnUrl = localPath(request.query.returnUrl);
    const form = readForm(request.body, ['password', revokeApiKeysField]);
    const revokesApiKeys = form[revokeApiKeysField] === checkedValue;
    const reset = typeof token === 'string' ? await findPasswordReset(context, token) : undefined;
    if (typeof token !== 'string' || !reset) return over(reply);
    const view = { token, returnUrl, email: reset.email, apiKeys: offered(reset), revokesApiKeys };
    const again = (status: number, errors: readonly FieldError[]) =>
      sendPage(reply, status, resetPasswordPage({ ...view, errors }));
    const password = newPassword.safeParse(form.password ?? '');
    if (!password.success) {
      return again(
        422,
        password.error.issues.map(({ message }) => ({ path: 'password', message })),
      );
    }
    try {
      const { userId } = await resetPassword(context, { token, password: password.data, revokesApiKeys });
      // Who has the mailbox may sign in here, whatever strangers have tried meanwhile.
      devices.remember(request, reply, userId);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The link was used after the check above.
      if (error.code === 'not_found') return over(reply);
      return again(error.status, error.errors ?? [{ path: 'password', message: error.message }]);
    }
    return redirectTo(reply, withReturnUrl('/Account/Login?password=changed', returnUrl));
  });
}

function over(reply: FastifyReply): FastifyReply {
  return sendPage(reply, 404, resetOverPage);
}
