import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/two-factor/api';
import { route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { requirePassword } from '../user/require-password.ts';
import { confirmTwoFactor } from './confirm-two-factor.ts';
import { createTwoFactor } from './create-two-factor.ts';
import { getTwoFactor } from './get-two-factor.ts';
import { removeTwoFactor } from './remove-two-factor.ts';

export function registerTwoFactorRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
): void {
  route(app, endpoints.getTwoFactor, ({ caller }) => getTwoFactor(context, caller));
  route(app, endpoints.createTwoFactor, ({ body, caller, request }) =>
    createTwoFactor(context, caller, {
      password: requirePassword(request, body.password),
      address: request.ip,
    }),
  );
  route(app, endpoints.confirmTwoFactor, ({ body, caller, request }) =>
    confirmTwoFactor(context, caller, { code: body.code, address: request.ip }),
  );
  route(app, endpoints.removeTwoFactor, async ({ body, caller, request }) => {
    await removeTwoFactor(context, caller, { ...body, address: request.ip });
    return undefined;
  });
}
