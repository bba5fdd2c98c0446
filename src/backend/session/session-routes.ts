import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/session/api';
import { wholeList } from '../database/page.ts';
import { publicRoute, route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endSession } from './end-session.ts';
import { listSessions } from './list-sessions.ts';
import { refreshSession } from './refresh-session.ts';
import { signOut } from './sign-out.ts';

export function registerSessionRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>,
): void {
  publicRoute(app, endpoints.refreshSession, ({ body }) => refreshSession(context, body.refreshToken));
  publicRoute(app, endpoints.signOut, async ({ body }) => {
    await signOut(context, body.refreshToken);
    return undefined;
  });
  route(app, endpoints.listSessions, async ({ caller }) => wholeList(await listSessions(context, caller)));
  route(app, endpoints.endSession, async ({ params, caller }) => {
    await endSession(context, caller, params.sessionId);
    return undefined;
  });
  route(app, endpoints.endOtherSessions, async ({ caller }) => {
    await endOtherSessions(context, caller);
    return undefined;
  });
}
