import type { FastifyInstance } from 'fastify';
import { listActivity } from '#contract/activity/api';
import { authorizeAndRead } from '../access/authorize.ts';
import { listRoute } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findActivity } from './activity-repository.ts';
import { registerActivityExport } from './export-activity.ts';

export function registerActivityRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  registerActivityExport(app, { database });
  listRoute(app, database, listActivity, ({ params: { organizationId }, query }, identity, executor) =>
    authorizeAndRead(executor, identity, organizationId, 'manage', () =>
      findActivity(executor, organizationId, query),
    ),
  );
}
