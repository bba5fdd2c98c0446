import type { FastifyRequest } from 'fastify';
import { findApiKeyCaller } from './api-key/api-key-service.ts';
import type { Caller, Identity } from './http/caller.ts';
import { Problem } from './http/problem.ts';
import type { ServiceContext } from './http/service-context.ts';
import { findStanding } from './organization/organization-repository.ts';
import { authenticate, callerKey, confirmClaimsIn, readClaims } from './session/access-token-service.ts';

/** So many API keys are remembered as good, to count their requests by themselves. */
const rememberedKeys = 10_000;

/** Who calls: by bearer token or by API key. */
export interface Callers {
  /** @throws Problem `unauthenticated` */
  authenticate: (request: FastifyRequest) => Promise<Caller>;
  /**
   * The same for a request that asks all it wants to know together: a bearer token's signature is checked, and whether its session
   * lives is asked when `confirm` is called, together with what the request asks.
   *
   * @throws Problem `unauthenticated`
   */
  identify: (request: FastifyRequest) => Promise<Identity>;
  /** What a request's number is counted under. */
  countedAs: (request: FastifyRequest) => Promise<string>;
}

export function createCallers(context: Pick<ServiceContext, 'database' | 'secrets'>): Callers {
  // A key counts by itself once it has been found good; until then it could be anybody's guess, and counts as
  // its address.
  const good = new Map<string, string>();

  async function findHolder(key: string): Promise<Caller> {
    const caller = await findApiKeyCaller(context, key);
    if (!caller) {
      good.delete(key);
      throw new Problem('unauthenticated', 'This API key is unknown, was revoked or has expired.');
    }
    if (good.size >= rememberedKeys) good.clear();
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
          scopes: null,
          confirm: (executor, organizationId) => confirmClaimsIn(executor, claims, organizationId),
        };
      }
      const caller = await findHolder(key);
      return {
        scopes: caller.scopes,
        async confirm(executor, organizationId) {
          const standing =
            organizationId === undefined
              ? undefined
              : await findStanding(executor, organizationId, caller.userId);
          return { caller, standing, noteSeen: undefined };
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
