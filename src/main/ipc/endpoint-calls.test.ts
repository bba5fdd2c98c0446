import { expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { channelEndpoints } from '#contract/bridge/endpoints';
import type { InvokeChannel } from '#contract/bridge/channels';
import { BridgeProblemError } from '../backend/bridge-problem.ts';
import type { Session } from '../session/session.ts';
import { registerEndpointCalls } from './endpoint-calls.ts';

vi.mock('electron', () => ({ ipcMain: {} }));

interface Registered {
  schema: z.ZodType;
  run: (input: unknown) => unknown;
}

/** The handlers as they are registered, and the calls that they make. */
function register({ features = [] as string[], asksForPassword = false } = {}) {
  const handlers = new Map<InvokeChannel, Registered>();
  const calls: unknown[] = [];
  const session = {
    call: (endpoint: { name: string }, input: unknown) => {
      calls.push([endpoint.name, input]);
      if (asksForPassword && !JSON.stringify(input).includes('password')) {
        throw new BridgeProblemError({ code: 'invalid_credentials', detail: 'Enter your password.' });
      }
      return Promise.resolve(undefined);
    },
    renewIdentity: () => Promise.resolve(),
    hasFeature: (feature: string) => Promise.resolve(features.includes(feature)),
  } as unknown as Session;
  registerEndpointCalls((channel, schema, run) => {
    handlers.set(channel, { schema, run: run as Registered['run'] });
  }, session);
  return { handlers, calls };
}

it('registers a handler for every channel that has an endpoint', () => {
  expect([...register().handlers.keys()]).toEqual(channelEndpoints.map(([channel]) => channel));
});

it('splits the flat input into path, query and body', async () => {
  const { handlers, calls } = register();
  const remove = { organizationId: 'o-1', memberId: 'm-1', invites: 'revoke' };
  expect(await handlers.get('member.remove')?.run(remove)).toBeNull();
  expect(calls).toEqual([
    ['member.remove', { params: { organizationId: 'o-1', memberId: 'm-1' }, query: { invites: 'revoke' } }],
  ]);
});

it('sends the password for a new key only to a server that takes it', async () => {
  const input = { name: 'CI', password: 'secret' };
  for (const [features, body] of [
    [[], { name: 'CI' }],
    [['password.confirmation'], input],
  ] as const) {
    const { handlers, calls } = register({ features: [...features] });
    await handlers.get('apiKey.create')?.run(input);
    expect(calls).toEqual([['apiKey.create', { body }]]);
  }
});

it('sends the password to a server that asks for it before all servers are updated', async () => {
  const { handlers, calls } = register({ asksForPassword: true });
  const input = { name: 'CI', password: 'secret' };
  await handlers.get('apiKey.create')?.run(input);
  expect(calls.at(-1)).toEqual(['apiKey.create', { body: input }]);
});

it('accepts an input without the optional keys of the body', () => {
  const { handlers } = register();
  expect(handlers.get('organization.create')?.schema.safeParse({ name: 'Second Shift' }).success).toBe(true);
  expect(handlers.get('apiKey.create')?.schema.safeParse({ name: 'CI' }).success).toBe(true);
});

it('rejects unknown keys, and ids that could leave the path', () => {
  const { handlers } = register();
  const get = handlers.get('organization.get')?.schema;
  expect(get?.safeParse({ organizationId: 'o-1' }).success).toBe(true);
  expect(get?.safeParse({ organizationId: '../me' }).success).toBe(false);
  expect(get?.safeParse({ organizationId: 'o-1', more: 1 }).success).toBe(false);
});
