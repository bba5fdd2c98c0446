import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/account/api';
import { publicRoute, route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { changePassword } from './change-password.ts';
import { getMe } from './get-me.ts';
import { requestPasswordReset } from './request-password-reset.ts';

/** Registers who the caller is, and the calls about their password. */
export function registerAccountRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
): void {
  route(app, endpoints.getMe, ({ caller }) => getMe(context, caller.userId));
  route(app, endpoints.changePassword, async ({ body, caller, request }) => {
    await changePassword(context, caller, { ...body, address: request.ip });
    return undefined;
  });
  publicRoute(app, endpoints.forgotPassword, async ({ body, request }) => {
    await requestPasswordReset(context, { email: body.email, address: request.ip });
    return undefined;
  });
}
