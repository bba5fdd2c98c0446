import { z } from 'zod';
import { defineEndpoint, id } from './endpoint.ts';

/** Seats of an organization: `used` = members + pending invites that have not expired. */
export const seats = z.object({
  /** null: unlimited. */
  maxSeats: z.number().int().nullable(),
  members: z.number().int(),
  pendingInvites: z.number().int(),
  used: z.number().int(),
  /** null: unlimited. Never negative, even where a lowered limit is exceeded. */
  available: z.number().int().nullable(),
});
export type Seats = z.infer<typeof seats>;

const organizationParams = z.object({ organizationId: id });

export const getSeats = defineEndpoint({
  name: 'seat.get',
  method: 'GET',
  path: '/api/organizations/:organizationId/seats',
  summary: 'Seat usage',
  access: 'account',
  params: organizationParams,
  status: 200,
  answer: seats,
  problems: ['organization_not_found'],
});

export const setSubscription = defineEndpoint({
  name: 'seat.setSubscription',
  method: 'PUT',
  path: '/api/organizations/:organizationId/subscription',
  summary: 'Set the number of seats (support staff)',
  access: 'account',
  params: organizationParams,
  body: z.strictObject({ maxSeats: z.number().int().min(0).max(10_000_000).nullable() }),
  status: 200,
  answer: seats,
  problems: ['organization_not_found', 'forbidden'],
});
