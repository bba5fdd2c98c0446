import type { FastifyInstance } from 'fastify';
import { listActivity } from '#contract/activity';
import { route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { registerActivityCsv } from './activity-csv.ts';
import { findActivity } from './activity-service.ts';

export function registerActivityRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  registerActivityCsv(app, { database });
  route(app, listActivity, async ({ params, query, caller }) => {
    await requireAccess(database.orm, caller, params.organizationId, 'manage');
    return findActivity(database.orm, params.organizationId, query);
  });
}
