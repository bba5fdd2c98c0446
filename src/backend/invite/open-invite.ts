import type { User } from '#contract/account/api';
import type { Seats } from '#contract/seat/api';
import { organizationNotFound } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { readTogether } from '../database/combined-statement.ts';
import { membershipOf } from '../member/member-repository.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeatsOnly } from '../seat/lock-seats.ts';
import { seatCounts, toSeatCounts } from '../seat/seat-repository.ts';
import { seatsOf } from '../seat/seat-rules.ts';
import { userById } from '../user/user-repository.ts';
import { toUser } from '../user/user.ts';
import { findInviteById, inviteById, toFoundInvite } from './found-invite.ts';
import { notOpen } from './invite-problems.ts';
import type { InviteRow } from './invite-repository.ts';
import { statusAt } from './invite-rules.ts';
import { readInviteToken, type LinkKind } from './invite-token.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

export interface LockedInvite {
  row: InviteRow;
  seats: Seats;
  now: Date;
}

/** An open invite with the user who answers it. */
export interface AnsweredInvite extends LockedInvite {
  user: User;
  /** Whether they are a member already. */
  isMember: boolean;
}

/** @throws Problem `invite_not_found`, `invite_not_open` */
export async function requireOpenInvite(
  { database, secrets }: Context,
  token: string,
): Promise<{ kind: LinkKind; row: InviteRow }> {
  const claims = readInviteToken(secrets, token);
  const row = claims && (await findInviteById(database.orm, claims.inviteId));
  if (!claims || !row) throw new Problem('invite_not_found', "This invitation link isn't valid.");
  refuseUnlessOpen(row, row.now);
  return { kind: claims.kind, row };
}

/**
 * Locks the seats and checks again that the invite is open: of accepting, declining, revoking and expiring, exactly one wins.
 *
 * @throws Problem `invite_not_open`
 */
export async function lockOpenInvite(
  tx: Transaction,
  invite: Pick<InviteRow['invite'], 'id' | 'organizationId'>,
): Promise<LockedInvite> {
  const { row, seats, now } = await lockInvite(tx, invite, undefined);
  return requireOpen({ row, seats, now });
}

/**
 * The same for the user who answers the invite. A link alone does not prove that they are the invitee.
 *
 * @throws Problem `invite_not_open`; `forbidden` for a user with another address
 */
export async function lockInviteToAnswer(
  tx: Transaction,
  invite: Pick<InviteRow['invite'], 'id' | 'organizationId'>,
  userId: string,
): Promise<AnsweredInvite> {
  const { user, isMember, ...locked } = await lockInvite(tx, invite, userId);
  const { row, seats, now } = requireOpen(locked);
  if (user?.email !== row.invite.email) {
    throw new Problem(
      'forbidden',
      `This invitation is for ${row.invite.email}. Sign in with that address to answer it.`,
    );
  }
  return { row, seats, now, user, isMember };
}

async function lockInvite(
  tx: Transaction,
  { id, organizationId }: Pick<InviteRow['invite'], 'id' | 'organizationId'>,
  userId: string | undefined,
): Promise<LockedInvite & { user: User | undefined; isMember: boolean }> {
  const [, [counts, found, users, memberships]] = await inOrder(
    lockSeatsOnly(tx, organizationId),
    readTogether(
      tx,
      seatCounts([organizationId]),
      inviteById(id),
      userById(userId),
      membershipOf(organizationId, userId),
    ),
  );
  const counted = toSeatCounts(counts).get(organizationId);
  if (!counted) throw organizationNotFound();
  const [text] = found;
  // An invite is deleted with its organization alone, whose seats are locked.
  if (!text) throw new Error(`invite ${id} vanished under its lock`);
  const [user] = users.map(toUser);
  return {
    row: toFoundInvite(text),
    seats: seatsOf(counted),
    now: counted.now,
    user,
    isMember: memberships.length > 0,
  };
}

function requireOpen({ row, seats, now }: LockedInvite): LockedInvite {
  refuseUnlessOpen(row, now);
  return { row, seats, now };
}

function refuseUnlessOpen({ invite }: InviteRow, now: Date): void {
  const status = statusAt(invite, now);
  if (status === 'expired') {
    throw new Problem(
      'invite_not_open',
      'This invitation has expired. Ask the person who invited you to resend it.',
    );
  }
  if (status !== 'pending') throw notOpen(status);
}
