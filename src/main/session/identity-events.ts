import type { SessionState } from '#contract/bridge/types';
import type { LiveEvent } from '#contract/live/api';

/** Whether the event may have changed who the signed-in user is, or which organizations they belong to. */
export function mayChangeIdentity(event: LiveEvent, state: SessionState): boolean {
  switch (event.type) {
    case 'reset':
    case 'organization.updated':
      return true;
    case 'member.joined':
    case 'member.role_changed':
    case 'member.removed':
      return state.status === 'signed-in' && event.data.member.userId === state.user.id;
    default:
      return false;
  }
}
