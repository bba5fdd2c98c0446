import type { FastifyInstance } from 'fastify';
import { listActivity } from '#contract/activity';
import { listRoute } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { readWithAccess } from '../organization/organization-access-service.ts';
import { registerActivityCsv } from './activity-csv.ts';
import { findActivity } from './activity-repository.ts';

export function registerActivityRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  registerActivityCsv(app, { database });
  listRoute(app, database, listActivity, ({ params: { organizationId }, query }, identity, executor) =>
    readWithAccess(executor, identity, organizationId, 'manage', () =>
      findActivity(executor, organizationId, query),
    ),
  );
}
