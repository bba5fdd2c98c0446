import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { ApiKeyScope } from '#contract/api-key/model';
import { bridge, unwrap } from '../data/bridge.ts';

/** The user's keys. No live event reports a change, so they are loaded whenever they are shown. */
export const apiKeysOptions = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async () => (await unwrap(bridge.apiKey.list())).items,
  staleTime: 0,
});

export interface NewApiKey {
  name: string;
  expiresAt?: string;
  scopes: ApiKeyScope[];
  password: string;
}

export const createApiKeyOptions = mutationOptions({
  mutationKey: ['apiKey.create'],
  mutationFn: (input: NewApiKey) => unwrap(bridge.apiKey.create(input)),
  // The answer contains the key itself: it is removed together with the dialog that asked for it.
  gcTime: 0,
});
