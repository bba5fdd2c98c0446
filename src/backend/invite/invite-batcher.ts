import { DrizzleQueryError } from 'drizzle-orm';
import type { Invite } from '#contract/invite/api';
import type { Written } from '#contract/open-enum';
import type { Transaction } from '../database/database.ts';
import { createBatcher } from '../platform/concurrency/batcher.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import {
  createInvites,
  createInvitesWhereFree,
  seatsAreLocked,
  type InviteRequest,
  type InviteResult,
} from './create-invite.ts';

/** How many invites share one transaction: few enough that the first does not wait long for the last. */
const batchSize = 64;

/**
 * Batches invites: those that are requested while a transaction is under way share the next one, whichever organizations they
 * are of. That transaction waits for no lock of seats: an organization whose seats somebody else has locked gets transactions
 * of its own, which do, and in which its invites share as well (docs/decisions/120).
 */
export function createInviteBatcher(
  context: Pick<ServiceContext, 'database' | 'mailQueue' | 'sendsPerDay'>,
): (request: InviteRequest) => Promise<Written<Invite>> {
  /** How many requests of an organization wait for its seats; later ones must not overtake them. */
  const waiting = new Map<string, number>();

  const inviteTogether = createBatcher<InviteRequest, InviteResult | typeof seatsAreLocked>(
    (_, requests) => decideAll(context, requests, (tx, those) => createInvitesWhereFree(context, tx, those)),
    batchSize,
  );
  const inviteByThemselves = createBatcher<InviteRequest, InviteResult>(
    (organizationId, requests) =>
      decideAll(context, requests, (tx, those) => createInvites(context, tx, organizationId, those)),
    batchSize,
  );

  async function waitForSeats(request: InviteRequest): Promise<InviteResult> {
    const { organizationId } = request;
    waiting.set(organizationId, (waiting.get(organizationId) ?? 0) + 1);
    try {
      return await inviteByThemselves(organizationId, request);
    } finally {
      const left = (waiting.get(organizationId) ?? 0) - 1;
      if (left > 0) waiting.set(organizationId, left);
      else waiting.delete(organizationId);
    }
  }

  return async (request) => {
    const decided = waiting.has(request.organizationId)
      ? seatsAreLocked
      : await inviteTogether('all organizations', request);
    const result = decided === seatsAreLocked ? await waitForSeats(request) : decided;
    if (result instanceof Error) throw result;
    return result;
  };
}

/** Decides on requests in one transaction; where the database rejects a row, in one for each of them. */
async function decideAll<Result>(
  { database }: Pick<ServiceContext, 'database'>,
  requests: readonly InviteRequest[],
  decide: (tx: Transaction, requests: readonly InviteRequest[]) => Promise<Result[]>,
): Promise<(Result | Error)[]> {
  try {
    return await database.transaction((tx) => decide(tx, requests));
  } catch (error) {
    if (requests.length === 1 || !isAboutARow(error)) throw error;
    // A row that the database rejects must not fail the other invites.
    const alone: (Result | Error)[] = [];
    for (const request of requests) {
      const result = database.transaction((tx) => decide(tx, [request]));
      alone.push(...(await result.catch((reason: Error) => [reason])));
    }
    return alone;
  }
}

/** Whether the database rejected a row (SQLSTATE classes 22 and 23), and not the connection. */
function isAboutARow(error: unknown): boolean {
  const code: unknown = error instanceof DrizzleQueryError && error.cause && Reflect.get(error.cause, 'code');
  return typeof code === 'string' && /^2[23]/.test(code);
}
