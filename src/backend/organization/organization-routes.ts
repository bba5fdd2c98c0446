import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/organization';
import { idempotentRoute, route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import {
  changeOrganization,
  findVisibleOrganizations,
  foundOrganization,
  readOrganization,
} from './organization-service.ts';

export function registerOrganizationRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  route(app, endpoints.listOrganizations, ({ query, caller }) =>
    database.onOneConnection((executor) => findVisibleOrganizations(executor, caller, query)),
  );
  route(app, endpoints.getOrganization, ({ params, caller }) =>
    database.onOneConnection((executor) => readOrganization(executor, caller, params.organizationId)),
  );
  idempotentRoute(app, database, endpoints.createOrganization, ({ body, caller }, tx) =>
    foundOrganization(tx, caller, body),
  );
  route(app, endpoints.editOrganization, ({ params, body, caller }) =>
    database.transaction((tx) => changeOrganization(tx, caller, params.organizationId, body)),
  );
}
