import type { z } from 'zod';
import type { Page } from '#contract/endpoint';
import type { AssignableRole, listMembers, Member } from '#contract/member';
import { recordActivity } from '../activity/activity-service.ts';
import type { Executor, Transaction } from '../database/database.ts';
import type { Caller, Identity } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { revokeInvitesOf } from '../invite/invite-ending-service.ts';
import { appendEvents } from '../live/event-service.ts';
import { readWithAccess, requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { changeSeats } from '../seat/seat.ts';
import { fullName } from '../session/account-service.ts';
import {
  deleteMember,
  findMember,
  findMembers,
  toMember,
  updateRole,
  type MemberRow,
} from './member-repository.ts';
import { refuseChange } from './member.ts';

interface MemberId {
  organizationId: string;
  memberId: string;
}

/** @throws Problem `organization_not_found`, `forbidden` */
export function findVisibleMembers(
  executor: Executor,
  identity: Identity,
  organizationId: string,
  query: z.output<typeof listMembers.query>,
): Promise<Page<Member>> {
  return readWithAccess(executor, identity, organizationId, 'manage', () =>
    findMembers(executor, organizationId, query),
  );
}

/** @throws Problem `organization_not_found`, `forbidden`, `member_not_found`, `owner_is_fixed` */
export async function changeRole(
  tx: Transaction,
  caller: Caller,
  { organizationId, memberId, role }: MemberId & { role: AssignableRole },
): Promise<Member> {
  // The same lock as for seats: no two acts on an organization's people cross each other.
  const { now } = await lockSeats(tx, organizationId);
  const { actor, memberId: own } = await requireAccess(tx, caller, organizationId, 'manage');
  const row = await requireMember(tx, { organizationId, memberId });
  refuseOwner(row);
  if (own === memberId && role === 'admin' && row.role === 'agent') {
    throw new Problem('forbidden', 'Nobody can raise their own role. Ask an admin or the owner.');
  }
  const member = toMember({ ...row, role });
  if (row.role === role) return member;
  await updateRole(tx, organizationId, memberId, role);
  await recordActivity(tx, [
    {
      organizationId,
      type: 'member.role_changed',
      actor,
      subject: `${fullName(row)} <${row.email}>`,
      detail: `${row.role} → ${role}`,
      at: now,
    },
  ]);
  await appendEvents(tx, [{ type: 'member.role_changed', organizationId, data: { member } }]);
  return member;
}

/** In place of an id: the caller's own membership, whose id an agent cannot look up. */
const ownMembership = 'me';

/**
 * Removes a member, or lets the caller leave. The seat is free and their rights are gone with the commit.
 *
 * @param invites `revoke`: the open invites that they sent end in the same transaction
 * @throws Problem `organization_not_found`, `forbidden`, `member_not_found`, `owner_is_fixed`
 */
export async function removeMember(
  tx: Transaction,
  caller: Caller,
  { organizationId, memberId: wanted, invites }: MemberId & { invites: 'keep' | 'revoke' },
): Promise<void> {
  const { seats: before, now } = await lockSeats(tx, organizationId);
  const { actor: leaver, memberId: own } = await requireAccess(tx, caller, organizationId, 'see');
  const memberId = wanted === ownMembership && own !== null ? own : wanted;
  const leaves = own === memberId;
  const actor = leaves ? leaver : (await requireAccess(tx, caller, organizationId, 'manage')).actor;
  const row = await requireMember(tx, { organizationId, memberId });
  refuseOwner(row);
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
}

async function requireMember(tx: Transaction, { organizationId, memberId }: MemberId): Promise<MemberRow> {
  const row = await findMember(tx, organizationId, memberId);
  if (!row) throw new Problem('member_not_found', 'There is no such member in this organization.');
  return row;
}

function refuseOwner(row: MemberRow): void {
  const refusal = refuseChange(row);
  if (refusal) {
    throw new Problem(
      refusal,
      'The owner keeps their role and cannot be removed. Transfer the ownership first.',
    );
  }
}
