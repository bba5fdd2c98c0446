import { appendEvents } from '../event-log/append-events.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findInviteById } from './found-invite.ts';
import { addToTimeline, markOpened } from './invite-repository.ts';
import { toInvite } from './invite-view.ts';

/** Records that the invitee has probably opened the emailed link for the first time. It changes nothing else. */
export async function recordInviteOpened(
  { database }: Pick<ServiceContext, 'database'>,
  inviteId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const opened = await markOpened(tx, inviteId);
    if (!opened) return;
    const at = new Date();
    await addToTimeline(tx, [{ inviteId, at, event: 'opened' }]);
    const row = await findInviteById(tx, inviteId);
    const invite = toInvite({ invite: opened, inviterName: row?.inviterName ?? null }, at);
    await appendEvents(tx, [
      { type: 'invite.opened', organizationId: opened.organizationId, data: { invite } },
    ]);
  });
}
