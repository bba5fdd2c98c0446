import type { BulkInviteAction } from './invite-action.ts';
import { resendInvite } from './resend-invite.ts';
import { revokeInvite } from './revoke-invite.ts';

/** The actions that the bulk bars offer for all selected invites. */
export const bulkInviteActions: readonly BulkInviteAction[] = [resendInvite, revokeInvite];
