import { z } from 'zod';
import { defineEndpoint, id, pageOf, pageQuery } from './endpoint.ts';
import { invite } from './invite.ts';
import { seats } from './seat.ts';

export const inboxKind = z.enum(['failed', 'expiring', 'full']);
export type InboxKind = z.infer<typeof inboxKind>;

/** Something that wants a look: `invite` for `failed` and `expiring`. */
export const inboxItem = z.object({
  kind: inboxKind,
  organization: z.object({ id, name: z.string(), seats }),
  invite: invite.optional(),
});
export type InboxItem = z.infer<typeof inboxItem>;

const { limit, cursor } = pageQuery;

export const listInbox = defineEndpoint({
  name: 'inbox.list',
  method: 'GET',
  path: '/api/inbox',
  summary: 'What wants a look across the organizations that the caller manages; failed deliveries first',
  access: 'account',
  query: z.strictObject({ limit, cursor, kind: inboxKind.optional() }),
  status: 200,
  answer: pageOf(inboxItem),
});
