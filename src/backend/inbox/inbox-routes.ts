import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/inbox/api';
import { route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { listInbox } from './list-inbox.ts';

export function registerInboxRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  route(app, endpoints.listInbox, ({ query, caller }) => listInbox(database.orm, caller, query));
}
