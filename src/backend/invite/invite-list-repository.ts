import type { z } from 'zod';
import type { listInvites } from '#contract/invite/api';
import type { InviteFilter, InviteSort } from '#contract/invite/model';
import type { Page } from '#contract/page';
import type { Executor } from '../database/database.ts';
import { runList } from '../database/list-page.ts';
import type { ListOrder } from '../database/list-statement.ts';
import { inviteStatus, statusNow } from '../database/tables/invites.ts';
import { justExpired } from '../database/tables/organizations.ts';
import { isUuid } from '../database/uuid.ts';
import { wireTime } from '../database/wire-time.ts';
import type { ListedInvite } from './invite-view.ts';

type Query = z.output<typeof listInvites.query>;

const conditions: Record<InviteFilter, string[]> = {
  open: [`i.status = 'pending'`],
  pending: [`i.status = 'pending'`, 'i.expires_at > now()'],
  expired: [`i.status = 'pending'`, 'i.expires_at <= now()'],
  accepted: [`i.status = 'accepted'`],
  declined: [`i.status = 'declined'`],
  revoked: [`i.status = 'revoked'`],
  all: [],
};

/** The number of invites by status. */
const tallies: Record<InviteFilter, string> = {
  open: 't.open_invites',
  pending: `t.open_invites - t.expired_invites - ${justExpired}`,
  expired: `t.expired_invites + ${justExpired}`,
  accepted: 't.accepted_invites',
  declined: 't.declined_invites',
  revoked: 't.revoked_invites',
  all: 't.open_invites + t.accepted_invites + t.declined_invites + t.revoked_invites',
};

const sorts: Record<InviteSort, Omit<ListOrder<ListedInvite>, 'name'>> = {
  created: {
    key: 'i.created_at',
    kind: 'time',
    descending: true,
    keyOf: (row) => wireTime(row.createdAt),
  },
  expires: {
    key: 'i.expires_at',
    kind: 'time',
    descending: false,
    keyOf: (row) => wireTime(row.expiresAt),
  },
  email: { key: 'i.email', kind: 'text', descending: false, keyOf: (row) => row.email },
};

const selectList = `select i.id, i.email, i.role,
    ${statusNow('i')} as status,
    i.created_at as "createdAt", i.expires_at as "expiresAt", i.last_sent_at as "lastSentAt", i.send_count as "sendCount",
    i.invited_by as "invitedBy", i.delivery_status as "deliveryStatus", i.delivery_attempts as "deliveryAttempts",
    i.delivery_error as "deliveryError", i.opened_at as "openedAt", i.ended_at as "endedAt"
  from invites i`;

/** All invites, status by status: no index has all of them in the order of a list, and each status has its own. */
function everyStatus({ key, descending }: Pick<ListOrder<ListedInvite>, 'key' | 'descending'>): string {
  const direction = descending ? 'desc' : 'asc';
  return inviteStatus.enumValues
    .map(
      (status) =>
        `(select i.* from invites i where i.status = '${status}' order by ${key} ${direction}, i.id ${direction})`,
    )
    .join(' union all ');
}

/** A page of invites, without the names of their inviters. */
export async function findInvites(
  executor: Executor,
  organizationId: string,
  query: Query,
): Promise<Page<ListedInvite>> {
  const { role, delivery, invitedBy } = query;
  return runList<ListedInvite>(executor, {
    select: selectList,
    table: 'invites',
    alias: 'i',
    inParts: query.status === 'all' ? everyStatus(sorts[query.sort]) : undefined,
    text: 'i.email',
    // No index has the invites of every status by address.
    begins: query.status === 'all' ? undefined : ['i.email'],
    where: [
      ...conditions[query.status].map((text) => ({ text })),
      ...(role === undefined ? [] : [{ text: 'i.role = $::invite_role', value: role }]),
      ...(delivery === undefined
        ? []
        : [{ text: 'i.delivery_status = $::delivery_status', value: delivery }]),
      ...(invitedBy === undefined
        ? []
        : isUuid(invitedBy)
          ? [{ text: 'i.invited_by = $::uuid', value: invitedBy }]
          : [{ text: 'false' }]),
    ],
    organizationId,
    order: { name: query.sort, ...sorts[query.sort] },
    tallied: (role ?? delivery ?? invitedBy) ? undefined : tallies[query.status],
    query,
  });
}
