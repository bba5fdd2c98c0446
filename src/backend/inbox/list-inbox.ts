import type { z } from 'zod';
import type { InboxItem, listInbox as endpoint } from '#contract/inbox/api';
import { inboxKinds, type InboxKind } from '#contract/inbox/model';
import type { Page } from '#contract/page';
import type { Executor } from '../database/database.ts';
import { decodeCursor, encodeCursor, foreignCursor, orderOfCursor, type Cursor } from '../database/page.ts';
import { toInvite } from '../invite/invite-view.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { readSeatsOfMany } from '../seat/read-seats.ts';
import { countInbox, findFullOrganizations, findInboxInvites } from './inbox-repository.ts';

/** A row that becomes an item; the seats of all rows are read together. */
interface Row {
  kind: InboxKind;
  cursor: Cursor;
  organization: { id: string; name: string };
  invite?: InboxItem['invite'];
}

/**
 * A page of what needs attention: failed deliveries, then invites that expire within 48 hours, then organizations whose
 * seats are all used.
 *
 * @throws Problem `validation_failed` for a cursor of another list
 */
export async function listInbox(
  executor: Executor,
  caller: Caller,
  query: z.output<typeof endpoint.query>,
): Promise<Page<InboxItem>> {
  const wanted: readonly InboxKind[] = query.kind === undefined ? inboxKinds : [query.kind];
  const begun = wanted.find((kind) => kind === orderOfCursor(query.cursor));
  if (query.cursor !== undefined && begun === undefined) throw foreignCursor();
  const cursor = begun && decodeCursor(begun, begun === 'full' ? 'number' : 'time', query.cursor);
  const rows: Row[] = [];
  for (const kind of begun === undefined ? wanted : wanted.slice(wanted.indexOf(begun))) {
    const missing = query.limit + 1 - rows.length;
    if (missing > 0)
      rows.push(...(await readKind(executor, caller, kind, kind === begun ? cursor : undefined, missing)));
  }
  const counts = await countInbox(executor, caller);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await complete(executor, shown),
    nextCursor: last && rows.length > query.limit ? encodeCursor(last.kind, last.cursor) : null,
    total: wanted.reduce((sum, kind) => sum + counts[kind], 0),
    totalIsCapped: false,
  };
}

async function readKind(
  executor: Executor,
  caller: Caller,
  kind: InboxKind,
  cursor: Cursor | undefined,
  limit: number,
): Promise<Row[]> {
  if (kind === 'full') {
    const organizations = await findFullOrganizations(executor, caller, cursor, limit);
    return organizations.map(({ id, name, usage }) => ({
      kind,
      cursor: { key: usage, id },
      organization: { id, name },
    }));
  }
  const found = await findInboxInvites(executor, caller, kind, cursor, limit);
  return found.map(({ organizationName, now, ...row }) => {
    const key = kind === 'failed' ? row.invite.lastSentAt : row.invite.expiresAt;
    return {
      kind,
      cursor: { key: key.toISOString(), id: row.invite.id },
      organization: { id: row.invite.organizationId, name: organizationName },
      invite: toInvite(row, now),
    };
  });
}

async function complete(executor: Executor, rows: Row[]): Promise<InboxItem[]> {
  const ids = [...new Set(rows.map(({ organization }) => organization.id))];
  const seats = await readSeatsOfMany(executor, ids);
  return rows.flatMap(({ kind, organization, invite }) => {
    const seatsOfRow = seats.get(organization.id);
    // The organization was deleted a moment ago.
    if (!seatsOfRow) return [];
    return [{ kind, organization: { ...organization, seats: seatsOfRow }, ...(invite ? { invite } : {}) }];
  });
}
