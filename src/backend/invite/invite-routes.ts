import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/invite';
import { idempotentRoute, listRoute, route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { revokeInvite } from './invite-ending-service.ts';
import { createInviteLink, resendInvite } from './invite-resend-service.ts';
import { swapInvite } from './invite-swap-service.ts';
import { createInvite, createInvitesInBulk } from './invite-creation-service.ts';
import { inviteTogether } from './invite-together.ts';
import { findVisibleInvites, readInvite } from './invite-service.ts';

export function registerInviteRoutes(app: FastifyInstance, context: ServiceContext): void {
  const { database } = context;
  listRoute(app, database, endpoints.listInvites, ({ params, query }, identity, executor) =>
    findVisibleInvites(executor, identity, params.organizationId, query),
  );
  route(app, endpoints.getInvite, ({ params, caller }) => readInvite(database.orm, caller, params));
  const invite = inviteTogether(context);
  idempotentRoute(
    app,
    database,
    endpoints.createInvite,
    ({ params, body, caller }, tx) => createInvite(context, tx, caller, { ...params, ...body }),
    ({ params, body, caller }) => invite(params.organizationId, { caller, invitation: body }),
  );
  idempotentRoute(app, database, endpoints.createInvitesInBulk, async ({ params, body, caller }, tx) => ({
    results: await createInvitesInBulk(context, tx, caller, { ...params, rows: body.invites }),
  }));
  idempotentRoute(app, database, endpoints.resendInvite, ({ params, caller }, tx) =>
    resendInvite(context, tx, caller, params),
  );
  idempotentRoute(app, database, endpoints.revokeInvite, ({ params, caller }, tx) =>
    revokeInvite(tx, caller, params),
  );
  idempotentRoute(app, database, endpoints.swapInvite, ({ params, body, caller }, tx) =>
    swapInvite(context, tx, caller, { ...params, ...body }),
  );
  route(app, endpoints.createInviteLink, ({ params, caller }) =>
    database.transaction((tx) => createInviteLink(context, tx, caller, params)),
  );
}
