import { DrizzleQueryError } from 'drizzle-orm';
import type { Invite } from '#contract/invite';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { together, type Outcome } from '../http/together.ts';
import { createInvites, type InviteRequest } from './invite-creation-service.ts';

/** Invites of one transaction: few enough that the first of them does not wait long for the last. */
const most = 64;

/**
 * Invites into one organization are decided under its lock, and the lock is held until they are on disk. What is asked for
 * meanwhile is not done one by one after that, but together in the next transaction: see docs/decisions/091.
 */
export function inviteTogether(
  context: Pick<ServiceContext, 'database' | 'mailQueue' | 'sendsPerDay'>,
): (organizationId: string, request: InviteRequest) => Promise<Invite> {
  const { database } = context;

  async function createAll(organizationId: string, requests: InviteRequest[]): Promise<Outcome<Invite>[]> {
    const made = await database.transaction((tx) => createInvites(context, tx, organizationId, requests));
    return made.map((one) => (one instanceof Problem ? { error: one } : { value: one }));
  }

  return together<InviteRequest, Invite>(async (organizationId, requests) => {
    try {
      return await createAll(organizationId, requests);
    } catch (error) {
      if (requests.length === 1 || !isAboutARow(error)) throw error;
      // What the database refuses of one must not be the others' failure.
      const alone: Outcome<Invite>[] = [];
      for (const request of requests) {
        alone.push(
          ...(await createAll(organizationId, [request]).catch((reason: unknown) => [{ error: reason }])),
        );
      }
      return alone;
    }
  }, most);
}

/** Whether the database refused what was to be written (SQLSTATE classes 22 and 23), and not to work at all. */
function isAboutARow(error: unknown): boolean {
  const code: unknown = error instanceof DrizzleQueryError && error.cause && Reflect.get(error.cause, 'code');
  return typeof code === 'string' && /^2[23]/.test(code);
}
