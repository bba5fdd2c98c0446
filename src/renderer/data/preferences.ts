import { queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from './bridge.ts';

/** The user's preferences: notifications by kind, date format. The main process stores them. */
export const preferencesOptions = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => unwrap(bridge.preferences.current()),
});
