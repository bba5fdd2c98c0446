import { MutationCache, QueryClient } from '@tanstack/react-query';
import { refreshSeats } from '../organization/organization-queries.ts';

/**
 * The cache of the server's data. Live events keep it up to date, so no data become stale by time. Nothing is retried in the
 * background: the main process watches the connection, and a failed load has `Retry`.
 */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 10 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
  mutationCache: new MutationCache({
    onSuccess: (_answer, _input, _context, mutation) => {
      const organizationId = mutation.meta?.organizationId;
      if (organizationId !== undefined) refreshSeats(queryClient, organizationId);
    },
  }),
});
