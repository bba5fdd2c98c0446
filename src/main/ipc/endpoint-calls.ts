import { z } from 'zod';
import type { EndpointChannel } from '#contract/bridge/channels';
import { channelEndpoints } from '#contract/bridge/endpoints';
import type { Endpoint } from '#contract/endpoint';
import { problemOf } from '../backend/bridge-problem.ts';
import { pathId } from './handle.ts';
import type { HandleAny } from './handle.ts';
import type { Session } from '../session/session.ts';

/** A query parameter. The server checks its value. */
const queryValue = z.union([z.string().max(1024), z.number(), z.boolean()]).optional();

/**
 * Registers a handler for every channel that passes through to the endpoint of its name. The renderer sends one flat
 * object, which is split into path, query and body. The server checks the values, because its errors name the field.
 */
export function registerEndpointCalls(handle: HandleAny, session: Session): void {
  const callWith = (endpoint: Endpoint, input: Flat): Promise<unknown> =>
    // The bridge's types ensure that the input has the parts that the endpoint takes.
    session.call(endpoint, split(endpoint, input));

  /** Sends the password only to a server that knows the field: release 0.1.0 would refuse the whole call. */
  async function callWithPassword(endpoint: Endpoint, input: Flat): Promise<unknown> {
    if (await session.hasFeature('password.confirmation')) return callWith(endpoint, input);
    const { password: _password, ...rest } = input;
    try {
      return await callWith(endpoint, rest);
    } catch (error) {
      // Servers are being updated one by one: this one asks for it, and names the feature once all of them have it.
      if (problemOf(error)?.code !== 'invalid_credentials') throw error;
      return callWith(endpoint, input);
    }
  }

  for (const [channel, endpoint] of channelEndpoints) {
    handle(channel, flatInput(endpoint), async (input) => {
      const call = takesPassword.has(channel) ? callWithPassword : callWith;
      const value = await call(endpoint, input ?? {});
      if (changesIdentity.has(channel)) await session.renewIdentity().catch(() => undefined);
      return value ?? null;
    });
  }
}

/** Support staff have their permissions only with two-factor. The call has succeeded even if the renewal fails. */
const changesIdentity: ReadonlySet<EndpointChannel> = new Set(['twoFactor.confirm', 'twoFactor.remove']);

/** Calls that release 0.1.0 makes without the password. */
const takesPassword: ReadonlySet<EndpointChannel> = new Set(['apiKey.create', 'twoFactor.create']);

type Flat = Record<string, unknown>;

function keysOf(schema: z.ZodObject | undefined): string[] {
  return schema === undefined ? [] : Object.keys(schema.shape);
}

/** The schema of the flat object: every key of the endpoint, and no other. */
function flatInput({ params, query, body }: Endpoint): z.ZodType<Flat | undefined> {
  const shape = {
    ...Object.fromEntries(keysOf(body).map((key) => [key, z.unknown().optional()])),
    ...Object.fromEntries(keysOf(query).map((key) => [key, queryValue])),
    ...Object.fromEntries(keysOf(params).map((key) => [key, pathId])),
  };
  const isOptional = keysOf(params).length === 0 && keysOf(body).length === 0;
  return isOptional ? z.strictObject(shape).optional() : z.strictObject(shape);
}

function split({ params, query, body }: Endpoint, input: Flat) {
  const pick = (schema: z.ZodObject): Flat =>
    Object.fromEntries(
      keysOf(schema)
        .filter((key) => input[key] !== undefined)
        .map((key) => [key, input[key]]),
    );
  return {
    ...(params && { params: pick(params) }),
    ...(query && { query: pick(query) }),
    ...(body && { body: pick(body) }),
  };
}
