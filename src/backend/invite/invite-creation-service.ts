import { email as emailSchema } from '#contract/email';
import type { BulkResult, Invite } from '#contract/invite';
import { assignableRole } from '#contract/member';
import type { Seats } from '#contract/seat';
import type { Actor } from '../activity/activity-service.ts';
import { answers } from '../database/answers.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents, type NewEvent } from '../live/event-service.ts';
import { findMemberEmails } from '../member/membership-service.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { noSeatSentence } from '../seat/seat.ts';
import { eventsOf, newInvite, writeInvites } from './invite-creation-record.ts';
import { findOpenInvitesTo, toInvite, type InviteRow } from './invite-repository.ts';
import { tooManySends } from './invite-service.ts';
import { holdsSeat, judgeInvitations, type Invitation, type InvitationRefusal } from './invite.ts';
import { openSendBudget, type Send, type SendBudget } from './send-budget.ts';

type Context = Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>;

/** An invitation, and who invites. */
export interface InviteRequest {
  caller: Caller;
  invitation: Invitation;
}

interface Entry extends Invitation {
  actor: Actor;
}

/** What is known of the addresses before it is decided, under the organization's lock. */
interface Known {
  open: InviteRow[];
  members: Set<string>;
  budget: SendBudget;
}

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
  const [outcome] = await createInvites(context, tx, organizationId, [{ caller, invitation }]);
  if (!outcome || outcome instanceof Problem) throw outcome ?? new Error('an invitation was not judged');
  return outcome;
}

/**
 * Invites for several callers in one transaction, in order; one that is refused stops no other.
 *
 * @returns for each the invite, or the Problem `forbidden`, `already_member`, `invite_already_pending`,
 *   `seat_limit_reached` or `rate_limited`
 * @throws Problem `organization_not_found`
 */
export async function createInvites(
  context: Context,
  tx: Transaction,
  organizationId: string,
  requests: InviteRequest[],
): Promise<(Invite | Problem)[]> {
  const callers = [...new Map(requests.map(({ caller }) => [caller.sessionId, caller])).values()];
  // Sent together, and answered in this order: all of it holds under the lock.
  const [locked, accesses, known] = await answers(
    lockSeats(tx, organizationId),
    Promise.all(callers.map((caller) => refusalOr(requireAccess(tx, caller, organizationId, 'manage')))),
    lookUp(
      context,
      tx,
      organizationId,
      requests.map(({ caller, invitation }) => ({ email: invitation.email, inviterId: caller.userId })),
    ),
  );
  const accessOf = new Map(callers.map(({ sessionId }, index) => [sessionId, accesses[index]]));
  const entries = requests.flatMap(({ caller, invitation }): Entry[] => {
    const access = accessOf.get(caller.sessionId);
    return access && !(access instanceof Problem) ? [{ ...invitation, actor: access.actor }] : [];
  });
  const { outcomes, seats } = await inviteAll(context, tx, organizationId, entries, locked, known);
  const judged = outcomes.values();
  return requests.map(({ caller, invitation }) => {
    const access = accessOf.get(caller.sessionId);
    if (access instanceof Problem) return access;
    const outcome = judged.next().value;
    if (outcome && 'invite' in outcome) return outcome.invite;
    return refusalProblem(outcome?.refusal ?? 'rate_limited', invitation.email, seats);
  });
}

/** @throws what is no Problem */
async function refusalOr<Value>(work: Promise<Value>): Promise<Value | Problem> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * Invites one person in another's place, under the organization's lock.
 *
 * @param before the events of what was done in the same transaction
 * @throws Problem `already_member`, `invite_already_pending`, `seat_limit_reached`, `rate_limited`
 */
export async function inviteInPlace(
  context: Context,
  tx: Transaction,
  actor: Actor,
  { organizationId, ...invitation }: Invitation & { organizationId: string },
  locked: LockedSeats,
  before: NewEvent[],
): Promise<Invite> {
  const known = await lookUp(context, tx, organizationId, [
    { email: invitation.email, inviterId: actor.userId },
  ]);
  const entries = [{ ...invitation, actor }];
  const { outcomes, seats } = await inviteAll(context, tx, organizationId, entries, locked, known, before);
  const outcome = outcomes[0];
  if (outcome && 'invite' in outcome) return outcome.invite;
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
  const parsed = rows.map((row) => {
    const email = emailSchema.safeParse(row.email);
    const role = assignableRole.safeParse(row.role);
    return email.success && role.success ? { email: email.data, role: role.data } : undefined;
  });
  const invitations = parsed.filter((row) => row !== undefined);
  const [locked, { actor }, known] = await answers(
    lockSeats(tx, organizationId),
    requireAccess(tx, caller, organizationId, 'manage'),
    lookUp(
      context,
      tx,
      organizationId,
      invitations.map(({ email }) => ({ email, inviterId: caller.userId })),
    ),
  );
  const entries = invitations.map((invitation) => ({ ...invitation, actor }));
  const { outcomes } = await inviteAll(context, tx, organizationId, entries, locked, known);
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

async function lookUp(
  { sendsPerDay }: Pick<Context, 'sendsPerDay'>,
  tx: Transaction,
  organizationId: string,
  sends: Send[],
): Promise<Known> {
  const emails = [...new Set(sends.map(({ email }) => email))];
  const [open, members, budget] = await answers(
    findOpenInvitesTo(tx, organizationId, emails),
    findMemberEmails(tx, organizationId, emails),
    openSendBudget(tx, { organizationId, sendsPerDay }, sends),
  );
  return { open, members, budget };
}

/** @param before the events of what was done in the same transaction */
async function inviteAll(
  { mailQueue }: Pick<Context, 'mailQueue'>,
  tx: Transaction,
  organizationId: string,
  entries: Entry[],
  { seats: free, now, handedOver = 0 }: LockedSeats,
  { open, members, budget }: Known,
  before: NewEvent[] = [],
): Promise<{ outcomes: Outcome[]; seats: Seats }> {
  const { refusals, seats } = judgeInvitations(
    entries,
    free,
    {
      members,
      invited: new Set(open.filter(({ invite }) => holdsSeat(invite, now)).map(({ invite }) => invite.email)),
    },
    ({ email, actor }) => budget.take({ email, inviterId: actor.userId }),
    handedOver,
  );
  const accepted = entries.filter((_, index) => refusals[index] === undefined);
  const wanted = new Map(accepted.map((entry) => [entry.email, entry]));
  const replaced = open.flatMap((row) => {
    const entry = wanted.get(row.invite.email);
    return entry ? [{ ...row, actor: entry.actor }] : [];
  });
  const created = accepted.map(({ actor, ...invitation }) => {
    const row = newInvite(invitation, organizationId, actor, now);
    return { actor, row, invite: toInvite({ invite: row, inviterName: actor.name }, now) };
  });
  await answers(
    ...(created.length === 0 ? [] : writeInvites(tx, { mailQueue, organizationId, replaced, created, now })),
    budget.keep(),
    appendEvents(tx, [
      ...before,
      ...(created.length === 0 ? [] : eventsOf({ organizationId, replaced, created, seats, now })),
    ]),
  );
  const byEmail = new Map(created.map(({ invite }) => [invite.email, invite]));
  const outcomes = entries.map(({ email }, index): Outcome => {
    const refusal = refusals[index];
    if (refusal) return { refusal };
    const invite = byEmail.get(email);
    if (!invite) throw new Error('an invite was not written');
    return { invite };
  });
  return { outcomes, seats };
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
