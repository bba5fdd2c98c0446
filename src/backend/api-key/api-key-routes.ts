import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/api-key';
import { route } from '../http/endpoint.ts';
import { wholeList } from '../database/page.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { createApiKey, deleteApiKey, listApiKeys } from './api-key-service.ts';

export function registerApiKeyRoutes(app: FastifyInstance, context: Pick<ServiceContext, 'database'>): void {
  route(app, endpoints.listApiKeys, async ({ caller }) => wholeList(await listApiKeys(context, caller)));
  route(app, endpoints.createApiKey, ({ body, caller }) => createApiKey(context, caller, body));
  route(app, endpoints.deleteApiKey, async ({ params, caller }) => {
    await deleteApiKey(context, caller, params.apiKeyId);
    return undefined;
  });
}
