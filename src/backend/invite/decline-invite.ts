import type { Invite } from '#contract/invite/api';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { writeAnswer } from './answer-invite.ts';
import { lockInviteToAnswer } from './open-invite.ts';

/**
 * Declines an invite; its seat becomes free.
 *
 * @throws Problem as `acceptInvite`
 */
export async function declineInvite(
  context: Pick<ServiceContext, 'database' | 'mailQueue'>,
  { invite, userId }: { invite: Pick<Invite, 'id' | 'organizationId'>; userId: string },
): Promise<void> {
  await context.database.transaction(async (tx) =>
    writeAnswer(context, tx, await lockInviteToAnswer(tx, invite, userId), 'declined'),
  );
}
