import type { Invite } from '#contract/invite';
import type { Registration, User } from '#contract/session';
import { recordActivity } from '../activity/activity-service.ts';
import type { Transaction } from '../database/database.ts';
import { fieldProblem, Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents, type NewEvent } from '../live/event-service.ts';
import { addMember } from '../member/membership-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { changeSeats } from '../seat/seat.ts';
import { createAccount, findAccount, fullName, hashNewPassword } from '../session/account-service.ts';
import type { Origin } from '../session/session-service.ts';
import { startWebSession } from '../session/web-session-service.ts';
import { checkInviteCode, forgetInviteCode, mailInviteCode } from './invite-code-service.ts';
import { notOpen } from './invite-ending-service.ts';
import { outcomeJob } from './invite-job.ts';
import {
  addToTimeline,
  endInvites,
  findInviteById,
  findInviteBehindLink,
  markOpened,
  toInvite,
  type InviteRow,
} from './invite-repository.ts';
import { readInviteToken, type LinkKind } from './invite-token.ts';
import { holdsSeat, statusAt } from './invite.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;
type ActingContext = Context & Pick<ServiceContext, 'mailQueue'>;

/** What a link leads to. */
export interface InviteLink {
  kind: LinkKind;
  invite: Invite;
  organization: { id: string; name: string; description: string };
  /** Whether the invited address has an account. */
  accountExists: boolean;
}

/** What is behind a link; undefined for a token that this server never made. */
export async function findInviteLink(
  { database, secrets }: Context,
  token: string,
): Promise<InviteLink | undefined> {
  const claims = readInviteToken(secrets, token);
  const row = claims && (await findInviteBehindLink(database.orm, claims.inviteId));
  if (!claims || !row) return undefined;
  return {
    kind: claims.kind,
    invite: toInvite(row, row.now),
    organization: row.organization,
    accountExists: row.accountExists,
  };
}

/** Notes that a person probably opened the mailed link, the first time. It changes nothing else. */
export async function recordInviteOpened(
  { database }: Pick<Context, 'database'>,
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

/**
 * Creates the account of the invited address, its e-mail confirmed, joins the organization and begins a web
 * session, all in one transaction.
 *
 * @param code needed for a copied link, which proves no mailbox
 * @throws Problem `invite_not_found`, `invite_not_open`; `validation_failed` at `password` or `code`, or at `email`
 *   when there is an account by now
 */
export async function registerThroughInvite(
  context: ActingContext,
  {
    token,
    registration,
    code,
    origin,
  }: {
    token: string;
    registration: Registration;
    code?: string | undefined;
    origin: Origin;
  },
): Promise<{ cookie: string }> {
  const { database, secrets } = context;
  const { kind, row } = await requireOpenInvite(context, token);
  const { email } = row.invite;
  const passwordHash = await hashNewPassword(registration.password, email);
  if (kind === 'copied') await checkInviteCode(context, row.invite.id, code);
  return database.transaction(async (tx) => {
    const locked = await lockOpenInvite(tx, row.invite);
    const user = await createAccount(tx, { ...registration, email, passwordHash });
    if (!user) throw fieldProblem('email', 'There is an account with this address by now. Sign in to join.');
    await forgetInviteCode(tx, row.invite.id);
    await join(context, tx, locked, user);
    return { cookie: await startWebSession({ secrets }, tx, { id: user.id, passwordHash }, origin) };
  });
}

/**
 * Makes the signed-in user a member.
 *
 * @throws Problem `forbidden` unless the invite is to their address; `invite_not_found`, `invite_not_open`
 */
export async function acceptInvite(
  context: ActingContext,
  input: { token: string; userId: string },
): Promise<void> {
  const { row } = await requireOpenInvite(context, input.token);
  await context.database.transaction(async (tx) => {
    const locked = await lockOpenInvite(tx, row.invite);
    await join(context, tx, locked, await requireInvitee(tx, locked.row, input.userId));
  });
}

/** @throws Problem as `acceptInvite` */
export async function declineInvite(
  context: ActingContext,
  input: { token: string; userId: string },
): Promise<void> {
  const { row } = await requireOpenInvite(context, input.token);
  await context.database.transaction(async (tx) => {
    const locked = await lockOpenInvite(tx, row.invite);
    const user = await requireInvitee(tx, locked.row, input.userId);
    await end(context, tx, locked, user, 'declined', []);
  });
}

/**
 * Mails the six digits that a registration through a copied link asks for.
 *
 * @throws Problem `invite_not_found`, `invite_not_open`, `rate_limited`
 */
export async function sendInviteCode(
  context: Context & Pick<ServiceContext, 'mailQueue'>,
  { token }: { token: string },
): Promise<void> {
  const { row } = await requireOpenInvite(context, token);
  await context.database.transaction(async (tx) => {
    const { row: locked, now } = await lockOpenInvite(tx, row.invite);
    await mailInviteCode(context, tx, locked.invite, now);
  });
}

interface LockedInvite {
  row: InviteRow;
  seats: Awaited<ReturnType<typeof lockSeats>>['seats'];
  now: Date;
}

async function requireOpenInvite(
  { database, secrets }: Context,
  token: string,
): Promise<{ kind: LinkKind; row: InviteRow }> {
  const claims = readInviteToken(secrets, token);
  const row = claims && (await findInviteById(database.orm, claims.inviteId));
  if (!claims || !row) throw new Problem('invite_not_found', 'This link does not belong to any invite.');
  refuseUnlessOpen(row, row.now);
  return { kind: claims.kind, row };
}

/** Accept, decline, revoke, expiry: the seats' lock lets exactly one of them win. */
async function lockOpenInvite(
  tx: Transaction,
  { id, organizationId }: InviteRow['invite'],
): Promise<LockedInvite> {
  const { seats, now } = await lockSeats(tx, organizationId);
  const row = await findInviteById(tx, id);
  if (!row) throw new Problem('invite_not_found', 'This link does not belong to any invite.');
  refuseUnlessOpen(row, now);
  return { row, seats, now };
}

function refuseUnlessOpen({ invite }: InviteRow, now: Date): void {
  const status = statusAt(invite, now);
  if (status === 'expired') {
    throw new Problem(
      'invite_not_open',
      'This invite has expired. Ask whoever invited you to send it again.',
    );
  }
  if (status !== 'pending') throw notOpen(status);
}

/** Holding a link is not being the invitee: acting takes the session of the invited address. */
async function requireInvitee(tx: Transaction, { invite }: InviteRow, userId: string): Promise<User> {
  const user = await findAccount(tx, userId);
  if (user?.email !== invite.email) {
    throw new Problem(
      'forbidden',
      `This invite is for ${invite.email}. Sign in as that person to answer it.`,
    );
  }
  return user;
}

async function join(
  context: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  locked: LockedInvite,
  user: User,
): Promise<void> {
  const { invite } = locked.row;
  const member = await addMember(tx, {
    organizationId: invite.organizationId,
    user,
    role: invite.role,
    now: locked.now,
  });
  await end(
    context,
    tx,
    locked,
    user,
    'accepted',
    member ? [{ type: 'member.joined', organizationId: invite.organizationId, data: { member } }] : [],
  );
}

async function end(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  { row, seats, now }: LockedInvite,
  user: User,
  status: 'accepted' | 'declined',
  joined: NewEvent[],
): Promise<void> {
  const { invite, inviterName } = row;
  const { organizationId } = invite;
  await endInvites(tx, [invite.id], status, now);
  await addToTimeline(tx, [{ inviteId: invite.id, at: now, event: status, detail: `by ${fullName(user)}` }]);
  const actor = { userId: user.id, name: fullName(user), staff: false };
  const about = { organizationId, actor, at: now };
  await recordActivity(tx, [
    { ...about, type: `invite.${status}`, subject: invite.email, detail: invite.role },
    ...joined.map(() => ({
      ...about,
      type: 'member.joined' as const,
      subject: `${fullName(user)} <${user.email}>`,
      detail: invite.role,
    })),
  ]);
  if (invite.invitedBy !== null) await mailQueue.enqueue(tx, [outcomeJob(invite.id, status)]);
  const ended = toInvite({ invite: { ...invite, status, endedAt: now }, inviterName }, now);
  const freed = holdsSeat(invite, now) ? 1 : 0;
  await appendEvents(tx, [
    { type: `invite.${status}`, organizationId, data: { invite: ended } },
    ...joined,
    {
      type: 'seats.changed',
      organizationId,
      data: { seats: changeSeats(seats, { members: joined.length, pendingInvites: -freed }) },
    },
  ]);
}
