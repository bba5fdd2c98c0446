import { queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';

/** The theme. The main process stores it and sets the window's media queries. */
export const themeOptions = queryOptions({
  queryKey: ['theme'],
  queryFn: () => unwrap(bridge.appearance.theme()),
});
