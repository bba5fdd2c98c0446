import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { ApiKeyScope } from '#contract/api-key';
import { bridge, unwrap } from '../bridge/bridge.ts';

/** One's own keys. No event tells of them: looked up anew whenever they are shown. */
export const apiKeysOptions = queryOptions({
  queryKey: ['api-keys'],
  queryFn: () => unwrap(bridge.apiKey.list()),
  staleTime: 0,
});

export interface NewApiKey {
  name: string;
  expiresAt?: string;
  scopes: ApiKeyScope[];
}

export const createApiKeyOptions = mutationOptions({
  mutationKey: ['apiKey.create'],
  mutationFn: (input: NewApiKey) => unwrap(bridge.apiKey.create(input)),
  // The answer holds the key itself: it is forgotten with the dialog that shows it.
  gcTime: 0,
});

export const deleteApiKeyOptions = mutationOptions({
  mutationKey: ['apiKey.delete'],
  mutationFn: (apiKeyId: string) => unwrap(bridge.apiKey.delete({ apiKeyId })),
});
