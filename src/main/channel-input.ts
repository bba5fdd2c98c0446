import { z } from 'zod';
import { defaultPageSize, maxPageSize } from '#contract/endpoint';

/** An id as the server makes them; it becomes a part of a path, so nothing that a path is made of is taken. */
export const id = z.string().regex(/^[\w-]{1,64}$/);

export const organizationInput = z.strictObject({ organizationId: id });

/** The `nextCursor` of the page before. */
export const cursor = z.string().max(1024).optional();

/** What every list of an organization takes. */
export const listInput = organizationInput.extend({
  cursor,
  search: z.string().max(200).optional(),
});

/** From when to when, RFC 3339. */
const moment = z.string().max(100).optional();
export const period = { from: moment, to: moment };

/** For channels that take nothing. */
export const noInput = z.undefined();

/** A list's first page comes quickly; who scrolls on wants many more rows. */
export function pageLimit(cursor: string | undefined): number {
  return cursor === undefined ? defaultPageSize : maxPageSize;
}
