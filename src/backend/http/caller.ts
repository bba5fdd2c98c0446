import type { ApiKeyScope } from '#contract/api-key';
import type { Role } from '#contract/member';
import type { Executor } from '../database/database.ts';
import { Problem } from './problem.ts';

/** Who makes a request, as the database knew them when it began. */
export interface Caller {
  userId: string;
  /** The session's id, or the API key's. */
  sessionId: string;
  name: string;
  email: string;
  /** Support staff, signed in with a second factor. */
  staff: boolean;
  /** What the API key may do that was used; null: a session, which may do everything. */
  scopes: readonly ApiKeyScope[] | null;
}

/** What somebody is in an organization that there is. */
export interface Standing {
  /** null: no member. */
  role: Role | null;
  memberId: string | null;
  /** Whether the member was last noted as active more than a minute ago. */
  stale: boolean;
}

/** Whom the database knows by a credential. */
export interface Confirmed {
  caller: Caller;
  /** undefined: there is no such organization. */
  standing: Standing | undefined;
  /** Notes that the session is in use, where that is due; undefined where it is not. */
  noteSeen: (() => Promise<unknown>) | undefined;
}

/** What a request's credential says by itself. */
export interface Identity {
  scopes: Caller['scopes'];
  /**
   * Asks the database whether it holds and what its holder is in an organization, before this returns; rejects with the
   * Problem `unauthenticated`.
   *
   * @param organizationId undefined: one that there cannot be
   */
  confirm: (executor: Executor, organizationId: string | undefined) => Promise<Confirmed>;
}

/**
 * Refuses an API key that lacks the scope of a call: reading for GET, writing for everything else.
 *
 * @throws Problem `forbidden`
 */
export function requireScope(caller: Pick<Caller, 'scopes'>, method: string): void {
  const needed: ApiKeyScope = method === 'GET' ? 'organization:read' : 'organization:write';
  if (caller.scopes === null || caller.scopes.includes(needed)) return;
  throw new Problem('forbidden', `This API key lacks the scope ${needed}.`);
}
