import { v7 as uuidv7 } from 'uuid';
import { email as emailSchema } from '#contract/email';
import type { BulkResult, Invite } from '#contract/invite';
import { assignableRole } from '#contract/member';
import type { Seats } from '#contract/seat';
import { recordActivity, type Actor, type NewActivity } from '../activity/activity-service.ts';
import type { Transaction } from '../database/database.ts';
import { searchWords } from '../database/search.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents, type NewEvent } from '../live/event-service.ts';
import { findMemberEmails } from '../member/membership-service.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { noSeatSentence } from '../seat/seat.ts';
import { mailJob } from './invite-job.ts';
import {
  addToTimeline,
  endInvites,
  findOpenInvitesTo,
  insertInvites,
  toInvite,
  type InviteRow,
} from './invite-repository.ts';
import { byWhom, tooManySends } from './invite-service.ts';
import { expiryOf, holdsSeat, judgeInvitations, type Invitation, type InvitationRefusal } from './invite.ts';
import { openSendBudget } from './send-budget.ts';

type Context = Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>;

/** The seats under the organization's lock. */
interface LockedSeats {
  seats: Seats;
  now: Date;
  /** Seats that are not free for everybody, but handed on by what was revoked in their place. */
  handedOver?: number;
}

type Outcome = { invite: Invite } | { refusal: InvitationRefusal };

/**
 * Invites one person: the invite, its mail, activity and events in one transaction.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `already_member`, `invite_already_pending`,
 *   `seat_limit_reached`, `rate_limited`
 */
export async function createInvite(
  context: Context,
  tx: Transaction,
  caller: Caller,
  { organizationId, ...invitation }: Invitation & { organizationId: string },
): Promise<Invite> {
  const locked = await lockSeats(tx, organizationId);
  const { actor } = await requireAccess(tx, caller, organizationId, 'manage');
  const { invite, events } = await inviteOne(context, tx, actor, organizationId, invitation, locked);
  await appendEvents(tx, events);
  return invite;
}

/**
 * Invites one person under the organization's lock; the caller appends the events.
 *
 * @throws Problem `already_member`, `invite_already_pending`, `seat_limit_reached`, `rate_limited`
 */
export async function inviteOne(
  context: Context,
  tx: Transaction,
  actor: Actor,
  organizationId: string,
  invitation: Invitation,
  locked: LockedSeats,
): Promise<{ invite: Invite; events: NewEvent[] }> {
  const { outcomes, seats, events } = await inviteAll(
    context,
    tx,
    actor,
    organizationId,
    [invitation],
    locked,
  );
  const outcome = outcomes[0];
  if (outcome && 'invite' in outcome) return { invite: outcome.invite, events };
  throw refusalProblem(outcome?.refusal ?? 'rate_limited', invitation.email, seats);
}

/**
 * Invites many, row by row and in order; a row that is refused stops no other.
 *
 * @param rows as they came; each address and role is judged here
 * @throws Problem `organization_not_found`, `forbidden`
 */
export async function createInvitesInBulk(
  context: Context,
  tx: Transaction,
  caller: Caller,
  { organizationId, rows }: { organizationId: string; rows: { email: string; role: string }[] },
): Promise<BulkResult[]> {
  const locked = await lockSeats(tx, organizationId);
  const { actor } = await requireAccess(tx, caller, organizationId, 'manage');
  const parsed = rows.map((row) => {
    const email = emailSchema.safeParse(row.email);
    const role = assignableRole.safeParse(row.role);
    return email.success && role.success ? { email: email.data, role: role.data } : undefined;
  });
  const invitations = parsed.filter((row) => row !== undefined);
  const { outcomes, events } = await inviteAll(context, tx, actor, organizationId, invitations, locked);
  await appendEvents(tx, events);
  const remaining = outcomes.values();
  return parsed.map((invitation, index): BulkResult => {
    const { email = '', role = '' } = rows[index] ?? {};
    // Said again as far as it can be kept with the answer.
    if (!invitation)
      return { email: storable(email), role: storable(role), outcome: 'refused', code: 'validation_failed' };
    const outcome = remaining.next().value;
    if (outcome && 'invite' in outcome)
      return { ...invitation, outcome: 'invited', inviteId: outcome.invite.id };
    return { ...invitation, outcome: 'refused', code: outcome?.refusal ?? 'internal' };
  });
}

/** A text without what PostgreSQL cannot hold. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

async function inviteAll(
  { mailQueue, sendsPerDay }: Context,
  tx: Transaction,
  actor: Actor,
  organizationId: string,
  invitations: Invitation[],
  { seats: before, now, handedOver = 0 }: LockedSeats,
): Promise<{ outcomes: Outcome[]; seats: Seats; events: NewEvent[] }> {
  const emails = [...new Set(invitations.map(({ email }) => email))];
  const open = await findOpenInvitesTo(tx, organizationId, emails);
  const members = await findMemberEmails(tx, organizationId, emails);
  const budget = await openSendBudget(tx, { organizationId, inviterId: actor.userId, sendsPerDay }, emails);
  const { refusals, seats } = judgeInvitations(
    invitations,
    before,
    {
      members,
      invited: new Set(open.filter(({ invite }) => holdsSeat(invite, now)).map(({ invite }) => invite.email)),
    },
    budget.take,
    handedOver,
  );
  const accepted = invitations.filter((_, index) => refusals[index] === undefined);
  const wanted = new Set(accepted.map(({ email }) => email));
  const replaced = open.filter(({ invite }) => wanted.has(invite.email));
  await endInvites(
    tx,
    replaced.map(({ invite }) => invite.id),
    'revoked',
    now,
  );
  const inserted = await insertInvites(
    tx,
    accepted.map((invitation) => newRow(invitation, organizationId, actor, now)),
  );
  const created = inserted.map((invite) => toInvite({ invite, inviterName: actor.name }, now));
  const events = await writeConsequences(tx, {
    mailQueue,
    actor,
    organizationId,
    replaced,
    created,
    seats,
    now,
  });
  await budget.keep();
  const byEmail = new Map(created.map((invite) => [invite.email, invite]));
  const outcomes = invitations.map(({ email }, index): Outcome => {
    const refusal = refusals[index];
    if (refusal) return { refusal };
    const invite = byEmail.get(email);
    if (!invite) throw new Error('an invite was not written');
    return { invite };
  });
  return { outcomes, seats, events };
}

function newRow({ email, role }: Invitation, organizationId: string, actor: Actor, now: Date) {
  return {
    id: uuidv7(),
    organizationId,
    email,
    role,
    createdAt: now,
    expiresAt: expiryOf(now),
    lastSentAt: now,
    recentSends: [now.toISOString()],
    invitedBy: actor.userId,
    search: searchWords(email),
  };
}

async function writeConsequences(
  tx: Transaction,
  {
    mailQueue,
    actor,
    organizationId,
    replaced,
    created,
    seats,
    now,
  }: {
    mailQueue: Context['mailQueue'];
    actor: Actor;
    organizationId: string;
    replaced: InviteRow[];
    created: Invite[];
    seats: Seats;
    now: Date;
  },
): Promise<NewEvent[]> {
  if (created.length === 0) return [];
  await addToTimeline(tx, [
    ...replaced.map(({ invite }) => ({
      inviteId: invite.id,
      at: now,
      event: 'revoked' as const,
      detail: 'Replaced by a new invite',
    })),
    ...created.flatMap(({ id }) => [
      { inviteId: id, at: now, event: 'created' as const, detail: `by ${byWhom(actor)}` },
      { inviteId: id, at: now, event: 'queued' as const },
    ]),
  ]);
  await mailQueue.enqueue(
    tx,
    created.map((invite) => mailJob(invite.id, invite.sendCount)),
  );
  const act = (type: NewActivity['type'], subject: string, detail: string): NewActivity => ({
    organizationId,
    type,
    actor,
    subject,
    detail,
    at: now,
  });
  await recordActivity(tx, [
    ...replaced.map(({ invite }) => act('invite.revoked', invite.email, 'expired; replaced by a new invite')),
    ...created.map((invite) => act('invite.created', invite.email, invite.role)),
  ]);
  const ended = replaced.map(({ invite, inviterName }): NewEvent => {
    const revoked = { ...invite, status: 'revoked' as const, endedAt: now };
    return {
      type: 'invite.revoked',
      organizationId,
      data: { invite: toInvite({ invite: revoked, inviterName }, now) },
    };
  });
  return [
    ...ended,
    ...created.map((invite): NewEvent => ({ type: 'invite.created', organizationId, data: { invite } })),
    { type: 'seats.changed', organizationId, data: { seats } },
  ];
}

function refusalProblem(refusal: InvitationRefusal, email: string, seats: Seats): Problem {
  switch (refusal) {
    case 'already_member':
      return new Problem(refusal, `${email} is a member of this organization already.`);
    case 'invite_already_pending':
      return new Problem(refusal, `${email} has a pending invite already. Resend it instead.`);
    case 'seat_limit_reached':
      return new Problem(refusal, noSeatSentence(seats));
    case 'rate_limited':
      return tooManySends(email);
    default:
      return refusal satisfies never;
  }
}
