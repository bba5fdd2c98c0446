import type { ApiKeyScope } from '#contract/api-key';
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

/** What a request's credential says by itself. */
export interface Identity {
  /** Whose it is: as its signature says, until the database has confirmed it. */
  userId: string;
  scopes: Caller['scopes'];
  /** Asks the database whether it holds, before this returns; rejects with the Problem `unauthenticated`. */
  confirm: (executor: Executor) => Promise<Caller>;
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
