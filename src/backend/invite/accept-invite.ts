import type { Invite } from '#contract/invite/api';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { joinOrganization } from './answer-invite.ts';
import { lockInviteToAnswer } from './open-invite.ts';

/**
 * Accepts an invite: makes the signed-in user a member.
 *
 * @param input the invite of a link that this server has made
 * @throws Problem `forbidden` unless the invite is to their address; `invite_not_open`
 */
export async function acceptInvite(
  context: Pick<ServiceContext, 'database' | 'mailQueue'>,
  { invite, userId }: { invite: Pick<Invite, 'id' | 'organizationId'>; userId: string },
): Promise<void> {
  await context.database.transaction(async (tx) =>
    joinOrganization(context, tx, await lockInviteToAnswer(tx, invite, userId)),
  );
}
