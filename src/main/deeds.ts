import { registerActivity } from './activity.ts';
import { registerApiKey } from './api-key.ts';
import { registerFile } from './file-channels.ts';
import type { Handle } from './handle.ts';
import { registerInbox } from './inbox.ts';
import { registerInvite } from './invite.ts';
import { registerMember } from './member.ts';
import { registerOrganization } from './organization.ts';
import { registerSeat } from './seat.ts';
import type { Session } from './session.ts';
import { registerTotp } from './totp.ts';

/** Answers what needs more of the contract than a start does. */
export function registerDeeds(handle: Handle, session: Session): void {
  registerOrganization(handle, session);
  registerTotp(handle, session);
  registerApiKey(handle, session);
  registerInbox(handle, session);
  registerSeat(handle, session);
  registerMember(handle, session);
  registerInvite(handle, session);
  registerActivity(handle, session);
  registerFile(handle);
}
