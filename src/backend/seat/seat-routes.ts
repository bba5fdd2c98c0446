import type { FastifyInstance } from 'fastify';
import { getSeatHistory, getSeats, setSubscription as setSubscriptionEndpoint } from '#contract/seat';
import { route } from '../http/endpoint.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { readSeatHistory } from './seat-history-service.ts';
import { readSeats, setSubscription } from './seat-service.ts';

export function registerSeatRoutes(
  app: FastifyInstance,
  { database }: Pick<ServiceContext, 'database'>,
): void {
  route(app, getSeats, async ({ params, caller }) => {
    await requireAccess(database.orm, caller, params.organizationId, 'see');
    return readSeats(database.orm, params.organizationId);
  });
  route(app, getSeatHistory, async ({ params, query, caller }) => ({
    points: await readSeatHistory(database.orm, caller, params.organizationId, query),
  }));
  route(app, setSubscriptionEndpoint, ({ params, body, caller }) =>
    database.transaction((tx) => setSubscription(tx, caller, { ...params, ...body })),
  );
}
