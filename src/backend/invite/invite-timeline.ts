import { timelineCodes, type TimelineDetail, type TimelineEvent } from '#contract/invite/model';
import type { InviteWithTimeline } from '#contract/invite/api';
import { isReserved } from '#contract/name';
import type { Actor } from '../activity-log/record-activity.ts';
import type { inviteTimeline } from '../database/tables/invites.ts';

export interface NewTimelineEntry {
  inviteId: string;
  at: Date;
  event: TimelineEvent;
  /** Left out or null: the system. */
  actor?: Actor | null;
  /** What there is to say beyond event and actor. */
  detail?: TimelineDetail | undefined;
}

/** An entry as it is kept. Every row has the same columns, as `insertMany` asks for. */
export function timelineRow({
  inviteId,
  at,
  event,
  actor = null,
  detail,
}: NewTimelineEntry): typeof inviteTimeline.$inferInsert {
  return {
    inviteId,
    at,
    event,
    actorId: actor?.userId ?? null,
    actorName: actor?.name ?? null,
    actorStaff: actor?.staff ?? false,
    code: detail?.code ?? null,
    params: detail?.params ?? null,
    detail: detail ? detailSentence(detail) : actor && byWhom(actor),
  };
}

/** The detail of an email that a mail server did not take. */
export function mailRefused(error: string): TimelineDetail {
  return { code: 'mail_refused', params: { error } };
}

/** An entry as the API sends it. */
export function toTimelineEntry(
  row: typeof inviteTimeline.$inferSelect,
): InviteWithTimeline['timeline'][number] {
  const { at, event, actorId, actorName, actorStaff, code, params } = row;
  const actor = actorId === null ? null : { id: actorId, name: actorName ?? '', staff: actorStaff };
  const detail = knownDetail(row);
  return {
    at: at.toISOString(),
    // Only `timelineRow` makes what is written there.
    event: event as TimelineEvent,
    actor,
    code,
    params: (params ?? {}) as Record<string, unknown>,
    // Without a code and without an actor the stored sentence is all there is.
    detail: detail ? detailSentence(detail) : code === null && actor ? byWhom(actor) : row.detail,
  };
}

function detailSentence({ code, params }: TimelineDetail): string {
  switch (code) {
    case 'replaced_by_new_invite':
      return 'Replaced by a new invite';
    case 'mail_refused':
      return params.error;
  }
}

/** Staff are marked because the entry says so: somebody who is merely called like them is marked as well. */
function byWhom({ name, staff }: Pick<Actor, 'name' | 'staff'>): string {
  if (staff) return 'by FastLinkIt support';
  return isReserved(name) ? `by “${name}” (not staff)` : `by ${name}`;
}

const known: ReadonlySet<string> = new Set(timelineCodes);

/** A later release on the same database may have written codes that are unknown here. */
function knownDetail({ code, params }: { code: string | null; params: unknown }): TimelineDetail | undefined {
  // Releases write a code with its values, as the contract has them.
  return code !== null && known.has(code) ? ({ code, params } as TimelineDetail) : undefined;
}
