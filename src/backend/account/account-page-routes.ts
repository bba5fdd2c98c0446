import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { readForm } from '../platform/web-pages/form.ts';
import { redirectTo, sendPage } from '../platform/web-pages/page.ts';
import { localPath } from '../platform/web-pages/return-url.ts';
import { sessionCookie } from '../platform/web-pages/session-cookie.ts';
import { endWebSession, findWebSession } from '../session/web-session.ts';
import { accountPage } from './account-page.ts';
import { getMe } from './get-me.ts';

/**
 * Registers the page of the signed-in user, and signing out.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerAccountPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo' | 'publicUrl'>,
): void {
  const cookie = sessionCookie(context.publicUrl);

  for (const path of ['/', '/Account/Logout']) {
    pages.get(path, async (_request, reply) => redirectTo(reply, '/Account'));
  }

  pages.get('/Account', async (request, reply) => {
    const session = await findWebSession(context, cookie.read(request));
    if (!session) return redirectTo(reply, '/Account/Login');
    const { user, memberships } = await getMe(context, session.user.id);
    return sendPage(reply, 200, accountPage(user, memberships));
  });

  pages.post('/Account/Logout', async (request, reply) => {
    const returnUrl = localPath(readForm(request.body, ['returnUrl']).returnUrl);
    await endWebSession(context, cookie.read(request));
    cookie.clear(reply);
    return redirectTo(
      reply,
      returnUrl === undefined
        ? '/Account/Login'
        : `/Account/Login?returnUrl=${encodeURIComponent(returnUrl)}`,
    );
  });
}
