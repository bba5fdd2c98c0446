import { authorize } from '../access/authorize.ts';
import { recordActivity, type Actor } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents, type NewEvent } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { changeSeats } from '../seat/seat-rules.ts';
import { fullName } from '../user/user.ts';
import { deleteMember, toMember } from './member-repository.ts';
import { requireMember, requireNotOwner, type MemberId } from './require-member.ts';

/** In place of an id: the caller's own membership, whose id an agent cannot look up. */
const ownMembership = 'me';

/**
 * Revokes the open invites of a removed member, under the seats' lock. `invite/` builds on `member/` and not the other
 * way round, so `app.ts` hands this function in.
 *
 * @returns the events for the caller to append, and how many seats the invites held
 */
export type RevokeInvitesOf = (
  tx: Transaction,
  member: { organizationId: string; inviterId: string; actor: Actor; now: Date },
) => Promise<{ events: NewEvent[]; heldSeats: number }>;

/**
 * Removes a member, or lets the caller leave. The commit frees the seat and ends the member's permissions.
 *
 * @param invites `revoke`: the open invites that they sent are revoked in the same transaction
 * @throws Problem `organization_not_found`, `forbidden`, `member_not_found`, `owner_is_fixed`
 */
export async function removeMember(
  { database, revokeInvitesOf }: Pick<ServiceContext, 'database'> & { revokeInvitesOf: RevokeInvitesOf },
  caller: Caller,
  { organizationId, memberId: wanted, invites }: MemberId & { invites: 'keep' | 'revoke' },
): Promise<void> {
  await authorize(database.orm, caller, organizationId, 'see');
  await database.transaction(async (tx) => {
    const [{ seats: before, now }, { actor: leaver, memberId: own }] = await inOrder(
      lockSeats(tx, organizationId),
      authorize(tx, caller, organizationId, 'see'),
    );
    const memberId = wanted === ownMembership && own !== null ? own : wanted;
    const leaves = own === memberId;
    const actor = leaves ? leaver : (await authorize(tx, caller, organizationId, 'manage')).actor;
    const row = await requireMember(tx, { organizationId, memberId });
    requireNotOwner(row);
    await deleteMember(tx, organizationId, memberId);
    const revoked =
      invites === 'revoke'
        ? await revokeInvitesOf(tx, { organizationId, inviterId: row.userId, actor, now })
        : { events: [], heldSeats: 0 };
    await recordActivity(tx, [
      {
        organizationId,
        type: leaves ? 'member.left' : 'member.removed',
        actor,
        subject: `${fullName(row)} <${row.email}>`,
        at: now,
      },
    ]);
    const seats = changeSeats(before, { members: -1, pendingInvites: -revoked.heldSeats });
    await appendEvents(tx, [
      ...revoked.events,
      { type: 'member.removed', organizationId, data: { member: toMember(row) } },
      { type: 'seats.changed', organizationId, data: { seats } },
    ]);
  });
}
