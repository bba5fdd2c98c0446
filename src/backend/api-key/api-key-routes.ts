import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/api-key/api';
import { wholeList } from '../database/page.ts';
import { route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { requirePassword } from '../user/require-password.ts';
import { createApiKey } from './create-api-key.ts';
import { deleteApiKey } from './delete-api-key.ts';
import { listApiKeys } from './list-api-keys.ts';

export function registerApiKeyRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
): void {
  route(app, endpoints.listApiKeys, async ({ caller }) => wholeList(await listApiKeys(context, caller)));
  route(app, endpoints.createApiKey, ({ body, caller, request }) =>
    createApiKey(context, caller, {
      ...body,
      password: requirePassword(request, body.password),
      address: request.ip,
    }),
  );
  route(app, endpoints.deleteApiKey, async ({ params, caller }) => {
    await deleteApiKey(context, caller, params.apiKeyId);
    return undefined;
  });
}
