import type { Theme } from '#contract/bridge/types';
import type { Action } from '../action/action.ts';
import { bridge, unwrap } from '../data/bridge.ts';
import { themeOptions } from './theme-queries.ts';

/** Sets the theme of the app, in all its windows. */
export const setTheme: Action<Theme> = {
  name: 'set',
  label: 'Theme',
  keyOf: () => ['theme'],
  run: (theme) => unwrap(bridge.appearance.setTheme({ theme })),
  applyOptimistically(client, theme) {
    const before = client.getQueryData(themeOptions.queryKey);
    client.setQueryData(themeOptions.queryKey, theme);
    return () => client.setQueryData(themeOptions.queryKey, before);
  },
};
