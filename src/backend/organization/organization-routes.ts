import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/organization/api';
import { idempotentRoute, listRoute, route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { createOrganization } from './create-organization.ts';
import { editOrganization } from './edit-organization.ts';
import { getOrganization } from './get-organization.ts';
import { listOrganizations } from './list-organizations.ts';

export function registerOrganizationRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  listRoute(app, database, endpoints.listOrganizations, ({ query }, identity, executor) =>
    listOrganizations(executor, identity, query),
  );
  route(app, endpoints.getOrganization, ({ params, caller }) =>
    database.onOneConnection((executor) => getOrganization(executor, caller, params.organizationId)),
  );
  idempotentRoute(
    app,
    database,
    endpoints.createOrganization,
    // Every user may.
    async () => undefined,
    ({ body, caller }, tx) => createOrganization(tx, caller, body),
  );
  route(app, endpoints.editOrganization, ({ params, body, caller }) =>
    database.transaction((tx) => editOrganization(tx, caller, params.organizationId, body)),
  );
}
