import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/member';
import { listRoute, route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { registerMembersCsv } from './members-csv.ts';
import { transferOwnership } from './ownership-service.ts';
import { changeRole, findVisibleMembers, removeMember } from './member-service.ts';

export function registerMemberRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets'>,
): void {
  const { database } = context;
  listRoute(app, database, endpoints.listMembers, ({ params, query }, identity, executor) =>
    findVisibleMembers(executor, identity, params.organizationId, query),
  );
  route(app, endpoints.changeMemberRole, ({ params, body, caller }) =>
    database.transaction((tx) => changeRole(tx, caller, { ...params, ...body })),
  );
  route(app, endpoints.transferOwnership, ({ params, body, caller, request }) =>
    transferOwnership(context, caller, { ...params, ...body, address: request.ip }),
  );
  registerMembersCsv(app, context);
  route(app, endpoints.removeMember, async ({ params, query, caller }) => {
    await database.transaction((tx) => removeMember(tx, caller, { ...params, ...query }));
    return undefined;
  });
}
