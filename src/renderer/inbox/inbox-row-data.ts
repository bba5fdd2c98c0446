import type { InboxItem } from '#contract/inbox/api';
import type { InboxKind } from '#contract/inbox/model';
import { pluralize } from '../lib/format/pluralize.ts';

/** An item of the inbox with an id of its own: the same invite may be in it for two reasons. */
export type InboxRowData = InboxItem & { id: string };

/** Gives an item its id. */
export function toInboxRow(item: InboxItem): InboxRowData {
  return { ...item, id: `${item.kind} ${item.invite?.id ?? item.organization.id}` };
}

/** The reasons, in the same words in the rows and in the filter. */
export const kindLabels: Record<InboxKind, string> = {
  failed: 'Delivery failed',
  expiring: 'Expires soon',
  full: 'No seats left',
};

/** "10 of 10 seats used", "2 over the limit of 10 seats". */
export function seatsFullLabel({ maxSeats, used }: InboxItem['organization']['seats']): string {
  const limit = maxSeats ?? used;
  const over = used - limit;
  return over > 0
    ? `${over} over the limit of ${pluralize(limit, 'seat')}`
    : `${used} of ${pluralize(limit, 'seat')} used`;
}

/** The invites of the rows, each once, even if it is in the inbox for several reasons. */
export function invitesOf(rows: readonly InboxRowData[]): NonNullable<InboxItem['invite']>[] {
  const invites = new Map(rows.flatMap(({ invite }) => (invite ? [[invite.id, invite] as const] : [])));
  return [...invites.values()];
}
