import type { Seats } from '#contract/seat/api';
import { callerRoles } from '../access/access-repository.ts';
import { authorizeRole, organizationNotFound, type Access } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { readTogether } from '../database/combined-statement.ts';
import { memberEmails } from '../member/member-repository.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { seatCounts, toSeatCounts } from '../seat/seat-repository.ts';
import { seatsOf } from '../seat/seat-rules.ts';
import { findInvitesByIds, openInvitesTo, type InviteRow } from './invite-repository.ts';
import { sendReservation, type Send, type SendQuota } from './send-quota.ts';

/** An address to invite to an organization, and who does so. */
export interface Invitee {
  organizationId: string;
  email: string;
  caller: Caller;
}

/** What invitations depend on, as it is under the lock of their organizations' seats. */
export interface Invitees {
  /**
   * Authorizes a caller anew: a permission that was taken away while the transaction waited for the lock no longer counts.
   *
   * @throws Problem `organization_not_found`, `forbidden`
   */
  authorize: (caller: Caller, organizationId: string) => Promise<Access>;
  /**
   * The seats of an organization, and the time that its invites go by: later than that of every earlier holder of the lock.
   *
   * @throws Problem `organization_not_found`
   */
  seatsOf: (organizationId: string) => { seats: Seats; now: Date };
  /** Open invites to them, expired ones included. */
  open: InviteRow[];
  isMember: (organizationId: string, email: string) => boolean;
  quota: SendQuota<Send>;
}

/**
 * Reads what invitations depend on and reserves their emails, in one statement. Send it behind the one that locks the seats:
 * a statement that waits for a lock sees the data from before the wait.
 */
export async function lookUpInvitees(
  { sendsPerDay }: Pick<ServiceContext, 'sendsPerDay'>,
  tx: Transaction,
  invitees: readonly Invitee[],
  organizationIds = [...new Set(invitees.map(({ organizationId }) => organizationId))],
  callers: readonly Pick<Invitee, 'organizationId' | 'caller'>[] = invitees,
): Promise<Invitees> {
  const addresses = distinct(invitees, ({ organizationId, email }) => `${organizationId} ${email}`);
  const users = distinct(callers, ({ organizationId, caller }) => `${organizationId} ${caller.userId}`);
  const reservation = sendReservation(
    tx,
    { sendsPerDay },
    invitees.map(({ caller, ...send }) => ({ ...send, inviterId: caller.userId })),
  );
  const [counts, roles, open, members, reserved] = await readTogether(
    tx,
    seatCounts(organizationIds),
    callerRoles(users.map(({ organizationId, caller }) => ({ organizationId, userId: caller.userId }))),
    openInvitesTo(addresses),
    memberEmails(addresses),
    reservation.reading,
  );
  const seats = toSeatCounts(counts);
  const memberKeys = new Set(members.map(({ organizationId, email }) => `${organizationId} ${email}`));
  return {
    authorize: (caller, organizationId) => {
      const callerRole = roles.find(
        (role) => role.organizationId === organizationId && role.userId === caller.userId,
      );
      return authorizeRole(tx, { caller, callerRole, organizationId, permission: 'manage' });
    },
    seatsOf: (organizationId) => {
      const counted = seats.get(organizationId);
      if (!counted) throw organizationNotFound();
      return { seats: seatsOf(counted), now: counted.now };
    },
    open: await findInvitesByIds(
      tx,
      open.map(({ id }) => id),
    ),
    isMember: (organizationId, email) => memberKeys.has(`${organizationId} ${email}`),
    quota: reservation.quotaOf(reserved),
  };
}

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
