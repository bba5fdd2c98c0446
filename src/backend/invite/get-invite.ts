import type { InviteWithTimeline } from '#contract/invite/api';
import { authorize } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { findTimeline } from './invite-repository.ts';
import { toTimelineEntry } from './invite-timeline.ts';
import { toInvite } from './invite-view.ts';
import { requireInvite, type InviteId } from './require-invite.ts';

/** @throws Problem `organization_not_found`, `forbidden`, `invite_not_found` */
export async function getInvite(
  executor: Executor,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<InviteWithTimeline> {
  await authorize(executor, caller, organizationId, 'manage');
  const row = await requireInvite(executor, organizationId, inviteId);
  const timeline = await findTimeline(executor, row.invite.id);
  return {
    ...toInvite(row, row.now),
    timeline: timeline.map(toTimelineEntry),
  };
}
