import type { ApiKeyScope } from '#contract/api-key/model';
import type { Role } from '#contract/member/model';
import type { Executor } from '../../database/database.ts';
import { Problem } from '../errors/problem.ts';

/** The user who makes a request, as the database describes them at its start. */
export interface Caller {
  userId: string;
  /** The id of the session or of the API key. */
  sessionId: string;
  name: string;
  email: string;
  /** Support staff who have two-factor on. */
  staff: boolean;
  /** The scopes of the API key; null for a session, which may do everything. */
  scopes: readonly ApiKeyScope[] | null;
}

/** The role of a user in an organization that exists. */
export interface CallerRole {
  /** null when the user is no member. */
  role: Role | null;
  memberId: string | null;
  /** Whether the stored last activity of the member is more than a minute old. */
  stale: boolean;
}

/** The holder of a credential, as the database describes them. */
export interface Confirmed {
  caller: Caller;
  /** undefined when there is no such organization. */
  callerRole: CallerRole | undefined;
  /** Stores that the session is in use; undefined when that was stored for this token less than a minute ago. */
  touchSession: (() => Promise<unknown>) | undefined;
}

/** What a request's credential says without the database. */
export interface Identity {
  /** The user that the credential names; whether it is still valid is known once `confirm` has resolved. */
  userId: string;
  scopes: Caller['scopes'];
  /**
   * Sends the statement that reads the credential's holder and their role in an organization, before this function
   * returns; rejects with the Problem `unauthenticated`.
   *
   * @param organizationId undefined for an id that no organization can have
   */
  confirm: (executor: Executor, organizationId: string | undefined) => Promise<Confirmed>;
}

/** The refusal of a request without a live session. */
export function unauthenticated(): Problem {
  return new Problem('unauthenticated', 'Sign in to continue.');
}

/**
 * Rejects an API key that lacks the scope of a call: reading for GET, writing for everything else.
 *
 * @throws Problem `forbidden`
 */
export function requireScope(caller: Pick<Caller, 'scopes'>, method: string): void {
  const needed: ApiKeyScope = method === 'GET' ? 'organization:read' : 'organization:write';
  if (caller.scopes === null || caller.scopes.includes(needed)) return;
  throw new Problem('forbidden', `This API key needs the scope ${needed}.`);
}
