import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as endpoints from '#contract/session';
import { publicRoute, route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { login, logout, refresh, whoIs, type Origin } from './session-service.ts';

/** Where a request comes from. */
export function originOf(request: FastifyRequest): Origin {
  return { device: request.headers['user-agent'] ?? 'unknown', address: request.ip };
}

export function registerSessionRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets'>,
): void {
  publicRoute(app, endpoints.login, ({ body, request }) =>
    login(context, { ...body, origin: originOf(request) }),
  );
  publicRoute(app, endpoints.refresh, ({ body }) => refresh(context, body.refreshToken));
  publicRoute(app, endpoints.logout, async ({ body }) => {
    await logout(context, body.refreshToken);
    return undefined;
  });
  route(app, endpoints.me, ({ caller }) => whoIs(context, caller.userId));
}
