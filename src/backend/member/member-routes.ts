import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/member';
import { route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { changeRole, findVisibleMembers, removeMember } from './member-service.ts';

export function registerMemberRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  route(app, endpoints.listMembers, ({ params, query, caller }) =>
    findVisibleMembers(database.orm, caller, params.organizationId, query),
  );
  route(app, endpoints.changeMemberRole, ({ params, body, caller }) =>
    database.transaction((tx) => changeRole(tx, caller, { ...params, ...body })),
  );
  route(app, endpoints.removeMember, async ({ params, query, caller }) => {
    await database.transaction((tx) => removeMember(tx, caller, { ...params, ...query }));
    return undefined;
  });
}
