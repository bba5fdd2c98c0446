import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';

/** Opens the page where seats are bought in the browser; the app itself sells none. */
export const openBilling: Action<{ organizationId: string }> = {
  name: 'open-billing',
  label: 'Buy seats',
  keyOf: ({ organizationId }) => ['organization', organizationId],
  run: ({ organizationId }) => unwrap(bridge.organization.openBilling({ organizationId })),
};
