import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { notOpen } from './invite-problems.ts';
import { addToTimeline } from './invite-repository.ts';
import { inviteUrl, signInviteToken } from './invite-token.ts';
import { requireInvite, type InviteId } from './require-invite.ts';

/**
 * Makes a link for the inviter to hand over. It differs from the emailed link: it proves no mailbox.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`
 */
export async function createInviteLink(
  { secrets, publicUrl }: Pick<ServiceContext, 'secrets' | 'publicUrl'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<{ url: string }> {
  const { actor } = await authorize(tx, caller, organizationId, 'manage');
  const { invite } = await requireInvite(tx, organizationId, inviteId);
  if (invite.status !== 'pending') throw notOpen(invite.status);
  const at = new Date();
  await addToTimeline(tx, [{ inviteId: invite.id, at, event: 'link_copied', actor }]);
  await recordActivity(tx, [
    {
      organizationId,
      type: 'invite.link_copied',
      actor,
      subject: invite.email,
      detail: { code: 'role', params: { role: invite.role } },
      at,
    },
  ]);
  return { url: inviteUrl(publicUrl(), signInviteToken(secrets, invite.id, 'copied')) };
}
