import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FieldError } from '#contract/problem';
import { newPassword } from '#contract/session';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { askForReset, findPasswordReset, resetPassword } from './password-service.ts';
import { forgotPasswordPage, resetAskedPage, resetOverPage, resetPasswordPage } from './password-view.ts';

interface ResetRoute {
  Querystring: { token?: unknown };
}

/**
 * A forgotten password: asking for a link, and choosing a new password through it.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerPasswordPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
): void {
  pages.get('/Account/ForgotPassword', async (_request, reply) => sendPage(reply, 200, forgotPasswordPage()));

  pages.post('/Account/ForgotPassword', async (request, reply) => {
    const email = (readForm(request.body, ['email']).email ?? '').trim();
    if (email === '') {
      const errors = [{ path: 'email', message: 'Enter the e-mail address of your account.' }];
      return sendPage(reply, 422, forgotPasswordPage(errors));
    }
    await askForReset(context, { email, address: request.ip });
    return sendPage(reply, 200, resetAskedPage(email));
  });

  // Mail scanners open links: looking at one changes nothing.
  pages.get<ResetRoute>('/Account/ResetPassword', async (request, reply) => {
    const { token } = request.query;
    const reset = typeof token === 'string' ? await findPasswordReset(context, token) : undefined;
    if (typeof token !== 'string' || !reset) return over(reply);
    return sendPage(reply, 200, resetPasswordPage({ token, email: reset.email }));
  });

  pages.post<ResetRoute>('/Account/ResetPassword', async (request, reply) => {
    const { token } = request.query;
    const form = readForm(request.body, ['password']);
    const reset = typeof token === 'string' ? await findPasswordReset(context, token) : undefined;
    if (typeof token !== 'string' || !reset) return over(reply);
    const again = (status: number, errors: readonly FieldError[]) =>
      sendPage(reply, status, resetPasswordPage({ token, email: reset.email, errors }));
    const password = newPassword.safeParse(form.password ?? '');
    if (!password.success) {
      return again(
        422,
        password.error.issues.map(({ message }) => ({ path: 'password', message })),
      );
    }
    try {
      await resetPassword(context, { token, password: password.data });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // It was used between the look and the deed.
      if (error.code === 'not_found') return over(reply);
      return again(error.status, error.errors ?? [{ path: 'password', message: error.message }]);
    }
    return goTo(reply, '/Account/Login?password=changed');
  });
}

function over(reply: FastifyReply): FastifyReply {
  return sendPage(reply, 404, resetOverPage);
}
