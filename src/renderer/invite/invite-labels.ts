import type { Delivery, Invite, InviteWithTimeline } from '#contract/invite/api';
import { isolate } from '#contract/isolate';
import { expiringSoonMs } from '#contract/invite/model';
import type { InviteStatus, TimelineEvent } from '#contract/invite/model';
import type { AssignableRole } from '#contract/member/model';
import { actorName } from '../data/actor-name.ts';
import { paramText } from '../data/entry-params.ts';
import { roleLabels } from '../data/role-labels.ts';
import { labelOf } from '../lib/format/label.ts';

/** The roles of an invite, with Agent first. */
export const roleChoices = [
  ['agent', roleLabels.agent],
  ['admin', roleLabels.admin],
] as const satisfies [AssignableRole, string][];

/** What each role allows, beside the choice of one. */
export const roleDescriptions: Record<AssignableRole, string> = {
  agent: 'Agents view and answer tickets.',
  admin: 'Admins also manage members, invites and settings.',
};

/** "Sent", "Queued", "Failed: mailbox unavailable". */
export function deliveryLabel({ status, error }: Delivery): string {
  switch (status) {
    case 'queued':
      return 'Queued';
    case 'sent':
      return 'Sent';
    case 'failed':
      return error === null ? 'Failed' : `Failed: ${error}`;
    default:
      // A later release has more of them.
      return labelOf({}, status);
  }
}

/** How close an invite is to its expiry; `ended`: accepted, declined or revoked. */
export type InviteEnd = 'later' | 'soon' | 'expired' | 'ended';

export function expiry({ expiresAt, status }: Pick<Invite, 'expiresAt' | 'status'>, now: number): InviteEnd {
  if (status !== 'pending' && status !== 'expired') return 'ended';
  const left = Date.parse(expiresAt) - now;
  if (status === 'expired' || left <= 0) return 'expired';
  return left <= expiringSoonMs ? 'soon' : 'later';
}

export const statusLabels: Record<InviteStatus, string> = {
  pending: 'Pending',
  expired: 'Expired',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
};

/** What has become of an invite that is no longer open, for a dialog that was about to act on it. */
export function endedReason({ email, status }: Pick<Invite, 'email' | 'status'>): string {
  const what = labelOf(statusLabels, status).toLowerCase();
  return `The invite to ${isolate(email)} was ${what} in the meantime.`;
}

/**
 * The entries that are shown. That a link was opened is none of them: mail scanners open links, and look like people.
 */
export const shownTimeline = (timeline: InviteWithTimeline['timeline']): InviteWithTimeline['timeline'] =>
  timeline.filter(({ event }) => event !== 'opened');

type TimelineEntry = InviteWithTimeline['timeline'][number];

/** What sends an email: its dispatch is no news of its own when it went out in the same minute. */
const sendingEvents: ReadonlySet<string> = new Set<TimelineEvent>(['created', 'resent', 'reminded']);

/**
 * The timeline with the dispatch of an email put together with what caused it, where both happened in the same minute.
 *
 * @returns the entries that are left; `isSent`: the email went out with it
 */
export function mergedTimeline(
  timeline: InviteWithTimeline['timeline'],
): (TimelineEntry & { isSent: boolean })[] {
  const merged: (TimelineEntry & { isSent: boolean })[] = [];
  for (const entry of timeline) {
    const cause = merged.findLast(({ event }) => event !== 'queued');
    const isFollowUp = cause !== undefined && sendingEvents.has(cause.event) && isSameMinute(cause, entry);
    if (entry.event === 'sent' && isFollowUp && !cause.isSent) {
      cause.isSent = true;
      if (merged.at(-1)?.event === 'queued') merged.pop();
    } else {
      merged.push({ ...entry, isSent: false });
    }
  }
  return merged;
}

const isSameMinute = (a: TimelineEntry, b: TimelineEntry): boolean =>
  Math.floor(Date.parse(a.at) / 60_000) === Math.floor(Date.parse(b.at) / 60_000);

const eventLabels: Record<Exclude<TimelineEvent, 'opened'>, string> = {
  created: 'Invited',
  queued: 'Email queued',
  sent: 'Email sent',
  failed: 'The mail server rejected the email',
  resent: 'Resent',
  reminded: 'Reminder sent',
  link_copied: 'Link copied',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
};

/**
 * An entry of an invite's timeline.
 *
 * @param isSent its email went out in the same minute: "Invited and sent by Ada"
 */
export function timelineLabel({ event, actor, code, params, detail }: TimelineEntry, isSent = false): string {
  const label = labelOf(eventLabels, event);
  const what = isSent && event === 'created' ? `${label} and sent` : label;
  switch (code) {
    case 'replaced_by_new_invite':
      return `${what}, replaced by a new invite`;
    case 'mail_refused':
      return `${what}: ${paramText(params, 'error')}`;
    case null:
    case undefined:
      if (actor) return `${what} by ${actor.staff ? 'FastLinkIt Support' : isolate(actorName(actor))}`;
  }
  // A server of release 0.1 has only the sentence, and a later one may have a code that is unknown here.
  return detail === null ? what : `${what} · ${isolate(detail)}`;
}

/** The inviter's name; an invite outlives its inviter. */
export function inviterLabel({ invitedBy }: Invite): string {
  return invitedBy ? isolate(invitedBy.name) : 'A former member';
}
