import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/member/api';
import { listRoute, route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { changeMemberRole } from './change-member-role.ts';
import { registerMemberExport } from './export-members.ts';
import { listMembers } from './list-members.ts';
import { removeMember, type RevokeInvitesOf } from './remove-member.ts';
import { transferOwnership } from './transfer-ownership.ts';

export function registerMemberRoutes(
  app: FastifyInstance,
  context: Pick<ServiceContext, 'database' | 'secrets'> & { revokeInvitesOf: RevokeInvitesOf },
): void {
  const { database } = context;
  listRoute(app, database, endpoints.listMembers, ({ params, query }, identity, executor) =>
    listMembers(executor, identity, params.organizationId, query),
  );
  route(app, endpoints.changeMemberRole, ({ params, body, caller }) =>
    changeMemberRole(context, caller, { ...params, ...body }),
  );
  route(app, endpoints.transferOwnership, ({ params, body, caller, request }) =>
    transferOwnership(context, caller, { ...params, ...body, address: request.ip }),
  );
  registerMemberExport(app, context);
  route(app, endpoints.removeMember, async ({ params, query, caller }) => {
    await removeMember(context, caller, { ...params, ...query });
    return undefined;
  });
}
