import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { Theme } from '#contract/admin-bridge';
import { bridge, unwrap } from '../bridge/bridge.ts';

/** Light, dark, or as the system has it. The main process keeps it and tells the page's media queries. */
export const themeOptions = queryOptions({
  queryKey: ['theme'],
  queryFn: () => unwrap(bridge.appearance.theme()),
});

export const setThemeOptions = mutationOptions({
  mutationKey: ['theme'],
  mutationFn: (theme: Theme) => unwrap(bridge.appearance.setTheme({ theme })),
});
