import { queryOptions } from '@tanstack/react-query';
import { bridge, BridgeError, unwrap } from './bridge.ts';

/** What the server can do beyond the first release, which does not answer this question. */
export const serverFeaturesOptions = queryOptions({
  queryKey: ['server-features'],
  queryFn: async (): Promise<readonly string[]> => {
    try {
      return (await unwrap(bridge.version.get())).features;
    } catch (error) {
      if (error instanceof BridgeError && error.problem.code === 'not_found') return [];
      throw error;
    }
  },
  // A server may be updated, or another one signed in to, at any time.
  staleTime: 0,
  gcTime: 0,
});
