import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/session';
import * as totp from '#contract/totp';
import { publicRoute, route } from '../http/endpoint.ts';
import { wholeList } from '../database/page.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { askForReset, changePassword } from './password-service.ts';
import { confirmTotp, createTotp, readTotp, removeTotp } from './second-factor-service.ts';
import { endOtherSessions, endOwnSession, listSessions } from './session-list-service.ts';

/** What guards an account: its sessions, password and second factor. */
export function registerAccountRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
): void {
  route(app, endpoints.listSessions, async ({ caller }) => wholeList(await listSessions(context, caller)));
  route(app, endpoints.endSession, async ({ params, caller }) => {
    await endOwnSession(context, caller, params.sessionId);
    return undefined;
  });
  route(app, endpoints.endOtherSessions, async ({ caller }) => {
    await endOtherSessions(context, caller);
    return undefined;
  });
  route(app, endpoints.changePassword, async ({ body, caller, request }) => {
    await changePassword(context, caller, { ...body, address: request.ip });
    return undefined;
  });
  publicRoute(app, endpoints.forgotPassword, async ({ body, request }) => {
    await askForReset(context, { email: body.email, address: request.ip });
    return undefined;
  });
  route(app, totp.getTotp, ({ caller }) => readTotp(context, caller));
  route(app, totp.createTotp, ({ caller }) => createTotp(context, caller));
  route(app, totp.confirmTotp, ({ body, caller, request }) =>
    confirmTotp(context, caller, { code: body.code, address: request.ip }),
  );
  route(app, totp.removeTotp, async ({ body, caller, request }) => {
    await removeTotp(context, caller, { ...body, address: request.ip });
    return undefined;
  });
}
