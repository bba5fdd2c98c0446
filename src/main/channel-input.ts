import { z } from 'zod';

/** An id as the server makes them; it becomes a part of a path, so nothing that a path is made of is taken. */
export const id = z.string().regex(/^[\w-]{1,64}$/);

export const organizationInput = z.strictObject({ organizationId: id });

/** What every list of an organization takes. */
export const listInput = organizationInput.extend({
  cursor: z.string().max(1024).optional(),
  search: z.string().max(200).optional(),
});

/** For channels that take nothing. */
export const noInput = z.undefined();

/** Rows that a list fetches at once: more than a window shows, few enough to come at once. */
export const pageSize = 100;
