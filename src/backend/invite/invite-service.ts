import type { z } from 'zod';
import type { Page } from '#contract/endpoint';
import type { Invite, InviteWithTimeline, listInvites, TimelineEvent } from '#contract/invite';
import type { Actor } from '../activity/activity-service.ts';
import type { Executor } from '../database/database.ts';
import type { Caller, Identity } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { readWithAccess, requireAccess } from '../organization/organization-access-service.ts';
import { namesOf } from '../session/user-name-service.ts';
import {
  findInvite,
  findInvites,
  findTimeline,
  toInvite,
  toListedInvite,
  type FoundInvite,
  type InviteRow,
} from './invite-repository.ts';

/** A day's worth of mails is used up: when it is worth trying again, in seconds. */
const sendsRetryAfter = 60 * 60;

/** @throws Problem `organization_not_found`, `forbidden`, `validation_failed` for a cursor of another list */
export async function findVisibleInvites(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  query: z.output<typeof listInvites.query>,
): Promise<Page<Invite>> {
  const page = await readWithAccess(executor, identity, organizationId, 'manage', () =>
    findInvites(executor, organizationId, query),
  );
  const names = await namesOf(
    executor,
    page.items.flatMap(({ invitedBy }) => invitedBy ?? []),
  );
  return { ...page, items: page.items.map((invite) => toListedInvite(invite, organizationId, names)) };
}

/** @throws Problem `organization_not_found`, `forbidden`, `invite_not_found` */
export async function readInvite(
  executor: Executor,
  caller: Caller,
  { organizationId, inviteId }: { organizationId: string; inviteId: string },
): Promise<InviteWithTimeline> {
  await requireAccess(executor, caller, organizationId, 'manage');
  const row = await requireInvite(executor, organizationId, inviteId);
  const timeline = await findTimeline(executor, row.invite.id);
  return {
    ...toInvite(row, row.now),
    timeline: timeline.map(({ at, event, detail }) => ({
      at: at.toISOString(),
      // Only `addToTimeline` writes there.
      event: event as TimelineEvent,
      detail,
    })),
  };
}

/** The wire form of an invite, its status as of `now`. */
export function presentInvite(row: InviteRow, now: Date): Invite {
  return toInvite(row, now);
}

/** @throws Problem `invite_not_found` */
export async function requireInvite(
  executor: Executor,
  organizationId: string,
  inviteId: string,
): Promise<FoundInvite> {
  const row = await findInvite(executor, organizationId, inviteId);
  if (!row) throw new Problem('invite_not_found', 'There is no such invite in this organization.');
  return row;
}

/** How an act is signed in an invite's timeline. */
export function byWhom(actor: Actor): string {
  return actor.staff ? 'FastLinkIt support' : actor.name;
}

/** The day's mails are used up. */
export function tooManySends(email: string): Problem {
  return new Problem(
    'rate_limited',
    `Too many invite mails were sent to ${email}, or by you or this organization, within 24 hours. Try again later.`,
    { retryAfter: sendsRetryAfter },
  );
}
