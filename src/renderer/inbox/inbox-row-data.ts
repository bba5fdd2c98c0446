import type { InboxItem, InboxKind } from '#contract/inbox';

/** What wants a look, with an id of its own: the same invite may stand under two kinds. */
export type InboxRowData = InboxItem & { id: string };

/** Gives an item its id. */
export function toInboxRow(item: InboxItem): InboxRowData {
  return { ...item, id: `${item.kind} ${item.invite?.id ?? item.organization.id}` };
}

export const kindWords: Record<InboxKind, string> = {
  failed: 'Failed',
  expiring: 'Expiring',
  full: 'Full',
};

/** "Full: 10 of 10 seats used", "2 over the limit of 10 seats". */
export function fullWords({ maxSeats, used }: InboxItem['organization']['seats']): string {
  const limit = maxSeats ?? used;
  const over = used - limit;
  return over > 0 ? `${over} over the limit of ${limit} seats` : `Full: ${used} of ${limit} seats used`;
}

/** The invites among the rows, each once: it is acted on once, however many reasons it is shown for. */
export function invitesOf(rows: readonly InboxRowData[]): NonNullable<InboxItem['invite']>[] {
  const invites = new Map(rows.flatMap(({ invite }) => (invite ? [[invite.id, invite] as const] : [])));
  return [...invites.values()];
}
