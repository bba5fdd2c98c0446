import type { FastifyInstance } from 'fastify';
import { listInbox } from '#contract/inbox';
import { route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { readInbox } from './inbox-service.ts';

export function registerInboxRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  route(app, listInbox, ({ query, caller }) => readInbox(database.orm, caller, query));
}
