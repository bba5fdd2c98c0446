import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/invite/api';
import { authorizeRole } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Caller, CallerRole } from '../platform/auth/caller.ts';
import { idempotentRoute, listRoute, route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { checkInvites } from './check-invites.ts';
import { bulkInvite } from './bulk-invite.ts';
import { createInviteLink } from './create-invite-link.ts';
import { createInvite } from './create-invite.ts';
import { getInvite } from './get-invite.ts';
import { createInviteBatcher } from './invite-batcher.ts';
import { listInvites } from './list-invites.ts';
import { resendInvite } from './resend-invite.ts';
import { revokeInvite } from './revoke-invite.ts';
import { swapInvite } from './swap-invite.ts';

/** What everybody needs who changes invites. */
const manage = (
  {
    params: { organizationId },
    caller,
    callerRole,
  }: { params: { organizationId: string }; caller: Caller; callerRole: CallerRole | undefined },
  executor: Executor,
) => authorizeRole(executor, { caller, callerRole, organizationId, permission: 'manage' });

export function registerInviteRoutes(app: FastifyInstance, context: ServiceContext): void {
  const { database } = context;
  listRoute(app, database, endpoints.listInvites, ({ params, query }, identity, executor) =>
    listInvites(executor, identity, params.organizationId, query),
  );
  route(app, endpoints.getInvite, ({ params, caller }) => getInvite(database.orm, caller, params));
  const invite = createInviteBatcher(context);
  idempotentRoute(
    app,
    database,
    endpoints.createInvite,
    manage,
    ({ params, body, caller }, tx) => createInvite(context, tx, caller, { ...params, ...body }),
    ({ params, body, caller }) => invite({ ...params, caller, invitation: body }),
  );
  idempotentRoute(app, database, endpoints.bulkInvite, manage, async ({ params, body, caller }, tx) => ({
    results: await bulkInvite(context, tx, caller, { ...params, rows: body.invites }),
  }));
  route(app, endpoints.checkInvites, ({ params, body, caller }) =>
    database.transaction((tx) => checkInvites(tx, caller, { ...params, ...body })),
  );
  idempotentRoute(app, database, endpoints.resendInvite, manage, ({ params, caller }, tx) =>
    resendInvite(context, tx, caller, params),
  );
  idempotentRoute(app, database, endpoints.revokeInvite, manage, ({ params, caller }, tx) =>
    revokeInvite(tx, caller, params),
  );
  idempotentRoute(app, database, endpoints.swapInvite, manage, ({ params, body, caller }, tx) =>
    swapInvite(context, tx, caller, { ...params, ...body }),
  );
  route(app, endpoints.createInviteLink, ({ params, caller }) =>
    database.transaction((tx) => createInviteLink(context, tx, caller, params)),
  );
}
