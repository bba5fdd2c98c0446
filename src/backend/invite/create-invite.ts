import type { Invite } from '#contract/invite/api';
import type { Written } from '#contract/open-enum';
import type { Access } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeatsOnly, lockFreeSeats } from '../seat/lock-seats.ts';
import { invitationProblem } from './invite-problems.ts';
import type { Invitation } from './invite-rules.ts';
import { issueInvites, type InvitationEntry } from './issue-invites.ts';
import { lookUpInvitees, type Invitees } from './look-up-invitees.ts';

type Context = Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>;

/** An invitation to an organization, and who invites. */
export interface InviteRequest {
  organizationId: string;
  caller: Caller;
  invitation: Invitation;
}

/** The invite, or why there is none: `forbidden`, `already_member`, `invite_already_pending`, `seat_limit_reached`, `rate_limited`. */
export type InviteResult = Written<Invite> | Problem;

/** The result of a request that was not decided, because somebody else has locked the seats. */
export const seatsAreLocked = Symbol('the seats are locked');

/**
 * Invites one person: writes the invite, its email, activity and events in one transaction.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `already_member`, `invite_already_pending`,
 *   `seat_limit_reached`, `rate_limited`
 */
export async function createInvite(
  context: Context,
  tx: Transaction,
  caller: Caller,
  { organizationId, ...invitation }: Invitation & { organizationId: string },
): Promise<Written<Invite>> {
  const [result] = await createInvites(context, tx, organizationId, [{ organizationId, caller, invitation }]);
  if (!result || result instanceof Problem) throw result ?? new Error('an invitation was not decided');
  return result;
}

/**
 * Invites for several callers of one organization in one transaction, in order; a refused request stops no other. It waits for
 * the seats. Each caller was authorized before, and is authorized again under the lock.
 *
 * @throws Problem `organization_not_found`
 */
export async function createInvites(
  context: Context,
  tx: Transaction,
  organizationId: string,
  requests: readonly InviteRequest[],
): Promise<InviteResult[]> {
  const [, known] = await inOrder(
    lockSeatsOnly(tx, organizationId),
    lookUpInvitees(context, tx, requests.map(toInvitee)),
  );
  return decideRequests(context, tx, requests, known);
}

/**
 * The same for requests of any organizations, without waiting: where somebody else has locked the seats, the requests are left
 * undecided, so that no organization waits for another.
 */
export async function createInvitesWhereFree(
  context: Context,
  tx: Transaction,
  requests: readonly InviteRequest[],
): Promise<(InviteResult | typeof seatsAreLocked)[]> {
  const free = await lockFreeSeats(tx, [...new Set(requests.map(({ organizationId }) => organizationId))]);
  const decidable = requests.filter(({ organizationId }) => free.has(organizationId));
  if (decidable.length === 0) return requests.map(() => seatsAreLocked);
  const known = await lookUpInvitees(context, tx, decidable.map(toInvitee));
  const results = await decideRequests(context, tx, decidable, known);
  const resultOf = new Map(decidable.map((request, index) => [request, results[index]]));
  return requests.map((request) => resultOf.get(request) ?? seatsAreLocked);
}

function toInvitee({ organizationId, caller, invitation: { email } }: InviteRequest) {
  return { organizationId, caller, email };
}

async function decideRequests(
  context: Context,
  tx: Transaction,
  requests: readonly InviteRequest[],
  known: Invitees,
): Promise<InviteResult[]> {
  const results = new Map<InviteRequest, InviteResult>();
  const entries = new Map<InviteRequest, InvitationEntry>();
  const accesses = new Map<string, Access | Problem>();
  for (const request of requests) {
    const { caller, organizationId } = request;
    const key = `${organizationId} ${caller.sessionId}`;
    const access = accesses.get(key) ?? (await problemOr(known.authorize(caller, organizationId)));
    accesses.set(key, access);
    if (access instanceof Problem) results.set(request, access);
    else entries.set(request, { ...request.invitation, actor: access.actor });
  }
  const groups = [...Map.groupBy(entries.keys(), ({ organizationId }) => organizationId)];
  const issued = await issueInvites(
    context,
    tx,
    known,
    groups.map(([organizationId, those]) => ({
      organizationId,
      entries: those.flatMap((request) => entries.get(request) ?? []),
      ...known.seatsOf(organizationId),
    })),
  );
  for (const [group, [, those]] of groups.entries()) {
    const { results: decided = [], seats } = issued[group] ?? {};
    for (const [index, request] of those.entries()) {
      const result = decided[index];
      if (!result || !seats) throw new Error('an invitation was not decided');
      results.set(
        request,
        'invite' in result ? result.invite : invitationProblem(result, request.invitation.email, seats),
      );
    }
  }
  return requests.flatMap((request) => results.get(request) ?? []);
}

/** @throws what is no Problem */
async function problemOr<Value>(work: Promise<Value>): Promise<Value | Problem> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
