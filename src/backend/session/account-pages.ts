import type { FastifyInstance } from 'fastify';
import { readForm } from '../http/form.ts';
import { goTo, sendPage } from '../http/page.ts';
import { localPath } from '../http/return-url.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import { accountPage } from './account-view.ts';
import { whoIs } from './session-service.ts';
import { endWebSession, findWebSession } from './web-session-service.ts';

/**
 * Who is signed in, and signing out.
 *
 * @param pages a scope that `preparePages` has made ready
 */
export function registerAccountPages(
  pages: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'publicUrl'>,
): void {
  const cookie = sessionCookie(context.publicUrl);

  for (const path of ['/', '/Account/Logout']) {
    pages.get(path, async (_request, reply) => goTo(reply, '/Account'));
  }

  pages.get('/Account', async (request, reply) => {
    const session = await findWebSession(context, cookie.read(request));
    if (!session) return goTo(reply, '/Account/Login');
    const { user, memberships } = await whoIs(context, session.user.id);
    return sendPage(reply, 200, accountPage(user, memberships));
  });

  pages.post('/Account/Logout', async (request, reply) => {
    const returnUrl = localPath(readForm(request.body, ['returnUrl']).returnUrl);
    await endWebSession(context, cookie.read(request));
    cookie.clear(reply);
    return goTo(
      reply,
      returnUrl === undefined
        ? '/Account/Login'
        : `/Account/Login?returnUrl=${encodeURIComponent(returnUrl)}`,
    );
  });
}
