import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/session/api';
import { deviceHeader } from '#contract/session/model';
import { publicRoute } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { rememberDevice } from '../session/known-devices.ts';
import { originOf } from '../session/start-session.ts';
import { signIn } from './sign-in.ts';

export function registerSignInRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>,
): void {
  publicRoute(app, endpoints.signIn, async ({ body, request }, reply) => {
    const origin = originOf(request);
    const tokens = await signIn(context, { ...body, origin });
    reply.setHeader(deviceHeader, rememberDevice(context.secrets, tokens.user.id, origin.knownDevices));
    return tokens;
  });
}
