import type { QueryClient } from '@tanstack/react-query';
import { connectionOptions } from '../data/connection.ts';
import { sessionOptions } from '../data/session.ts';
import { themeOptions } from './theme-queries.ts';

/** Removes the data of the user who was signed in. */
export function forgetAnswers(client: QueryClient): void {
  const own = new Set<unknown>(
    [sessionOptions, connectionOptions, themeOptions].map(({ queryKey }) => queryKey[0]),
  );
  client.removeQueries({ predicate: ({ queryKey }) => !own.has(queryKey[0]) });
}
