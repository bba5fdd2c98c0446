import { z } from 'zod';
import { defineEndpoint, id, timestamp } from '../endpoint.ts';

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
  summary: 'Get seat usage',
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
  summary: 'Set the seat limit (support staff only)',
  access: 'account',
  params: organizationParams,
  body: z.strictObject({ maxSeats: z.number().int().min(0).max(10_000_000).nullable() }),
  status: 200,
  answer: seats,
  problems: ['organization_not_found', 'forbidden'],
});

/** The seats at the end of a day (UTC), or now for the day that is not over. */
export const seatPoint = z.object({
  at: timestamp,
  maxSeats: z.number().int().nullable(),
  members: z.number().int(),
  pendingInvites: z.number().int(),
});
export type SeatPoint = z.infer<typeof seatPoint>;

export const getSeatHistory = defineEndpoint({
  name: 'seat.history',
  method: 'GET',
  path: '/api/organizations/:organizationId/seats/history',
  summary: 'Get daily seat usage (the last 30 days by default)',
  access: 'account',
  params: organizationParams,
  query: z.strictObject({
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  }),
  status: 200,
  answer: z.object({ points: z.array(seatPoint) }),
  problems: ['organization_not_found'],
});
