import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';

/** Opens an organization in its own window, or brings that window to the front. */
export const openOrganizationWindow: Action<{ organizationId: string }> = {
  name: 'open-window',
  label: 'Open in a new window',
  keyOf: ({ organizationId }) => ['organization', organizationId],
  run: ({ organizationId }) => unwrap(bridge.window.openOrganization({ organizationId })),
};
