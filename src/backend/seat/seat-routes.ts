import type { FastifyInstance } from 'fastify';
import * as endpoints from '#contract/seat/api';
import { route } from '../platform/rest/endpoint.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { getSeatHistory } from './get-seat-history.ts';
import { getSeats } from './get-seats.ts';
import { setSubscription } from './set-subscription.ts';

export function registerSeatRoutes(app: FastifyInstance, context: Pick<ServiceContext, 'database'>): void {
  const { database } = context;
  route(app, endpoints.getSeats, ({ params, caller }) =>
    getSeats(database.orm, caller, params.organizationId),
  );
  route(app, endpoints.getSeatHistory, async ({ params, query, caller }) => ({
    points: await getSeatHistory(database.orm, caller, params.organizationId, query),
  }));
  route(app, endpoints.setSubscription, ({ params, body, caller }) =>
    setSubscription(context, caller, { ...params, ...body }),
  );
}
