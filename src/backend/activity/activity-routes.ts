import type { FastifyInstance } from 'fastify';
import { listActivity } from '#contract/activity';
import { route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { readWithAccess } from '../organization/organization-access-service.ts';
import { registerActivityCsv } from './activity-csv.ts';
import { findActivity } from './activity-repository.ts';

export function registerActivityRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  registerActivityCsv(app, { database });
  route(app, listActivity, ({ params, query, caller }) =>
    database.onOneConnection((executor) =>
      readWithAccess(executor, caller, params.organizationId, 'manage', (organizationId) =>
        findActivity(executor, organizationId, query),
      ),
    ),
  );
}
