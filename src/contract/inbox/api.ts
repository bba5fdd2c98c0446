import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, pageOf, pageQuery } from '../endpoint.ts';
import { invite } from '../invite/api.ts';
import { seats } from '../seat/api.ts';
import { inboxKinds } from './model.ts';

/** Something that wants a look: `invite` for `failed` and `expiring`. */
export const inboxItem = z.object({
  kind: openEnum(inboxKinds),
  organization: z.object({ id, name: z.string(), seats }),
  invite: invite.optional(),
});
export type InboxItem = z.infer<typeof inboxItem>;

const { limit, cursor } = pageQuery;

export const listInbox = defineEndpoint({
  name: 'inbox.list',
  method: 'GET',
  path: '/api/inbox',
  summary: 'List what needs attention in the organizations the caller manages, failed deliveries first',
  access: 'account',
  query: z.strictObject({ limit, cursor, kind: z.enum(inboxKinds).optional() }),
  status: 200,
  answer: pageOf(inboxItem),
});
