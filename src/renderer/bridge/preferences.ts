import { queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from './bridge.ts';

/** What the person prefers: notifications by kind, how dates are written. The main process keeps it. */
export const preferencesOptions = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => unwrap(bridge.preferences.current()),
});
