import type { FastifyRequest } from 'fastify';
import { findCallerRole } from '../access/access-repository.ts';
import type { Caller, Identity } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { authenticate, callerKey, confirmClaimsIn, readClaims } from '../session/authenticate.ts';
import { findApiKeyCaller } from './find-api-key-caller.ts';

/** How many valid API keys are remembered, so that their requests are counted per user. */
const maxRememberedKeys = 10_000;

/** Identifies callers by bearer token or API key. */
export interface Callers {
  /** @throws Problem `unauthenticated` */
  authenticate: (request: FastifyRequest) => Promise<Caller>;
  /**
   * Identifies the caller of a request whose statements are sent together: it verifies the signature of a bearer token, and
   * `confirm` sends the statement for the session together with the others.
   *
   * @throws Problem `unauthenticated`
   */
  identify: (request: FastifyRequest) => Promise<Identity>;
  /** The key under which the rate limit counts a request. */
  countedAs: (request: FastifyRequest) => Promise<string>;
}

export function createCallers(context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>): Callers {
  // Requests with a key are counted per user once the key was valid. Before, the key may be a guess, and they are counted per
  // address.
  const good = new Map<string, string>();

  async function findHolder(key: string): Promise<Caller> {
    const caller = await findApiKeyCaller(context, key);
    if (!caller) {
      good.delete(key);
      throw new Problem('unauthenticated', "This API key isn't valid. It may have expired or been revoked.");
    }
    if (good.size >= maxRememberedKeys) good.clear();
    good.set(key, caller.userId);
    return caller;
  }

  return {
    authenticate(request) {
      const key = apiKeyOf(request);
      return key === undefined ? authenticate(context, request.headers.authorization) : findHolder(key);
    },
    async identify(request) {
      const key = apiKeyOf(request);
      if (key === undefined) {
        const claims = await readClaims(context, request.headers.authorization);
        return {
          userId: claims.userId,
          scopes: null,
          confirm: (executor, organizationId) => confirmClaimsIn(context, executor, claims, organizationId),
        };
      }
      const caller = await findHolder(key);
      return {
        userId: caller.userId,
        scopes: caller.scopes,
        async confirm(executor, organizationId) {
          const callerRole =
            organizationId === undefined
              ? undefined
              : await findCallerRole(executor, organizationId, caller.userId);
          return { caller, callerRole, touchSession: undefined };
        },
      };
    },
    async countedAs(request) {
      const userId = good.get(apiKeyOf(request) ?? '');
      return userId === undefined
        ? callerKey(context, request.headers.authorization, request.ip)
        : `user ${userId}`;
    },
  };
}

function apiKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['x-api-key'];
  return headers.authorization === undefined && typeof key === 'string' ? key : undefined;
}
