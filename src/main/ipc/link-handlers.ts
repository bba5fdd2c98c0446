import { clipboard } from 'electron';
import { z } from 'zod';
import { createInviteLink } from '#contract/invite/api';
import { openExternalLink } from '../backend/external-link.ts';
import { serverOf } from '../session/session.ts';
import type { Session } from '../session/session.ts';
import { organizationInput, pathId, serverAddress } from './handle.ts';
import type { Handle } from './handle.ts';

const inviteInput = organizationInput.extend({ inviteId: pathId });

/** Registers what copies and opens links. The link of an invite never reaches the renderer. */
export function registerLinkHandlers(handle: Handle, session: Session): void {
  handle('invite.copyLink', inviteInput, async (params) => {
    const { url } = await session.call(createInviteLink, { params, body: {} });
    await clipboard.writeText(url);
    return null;
  });

  handle('invite.openLink', inviteInput, async (params) => {
    const { url } = await session.call(createInviteLink, { params, body: {} });
    await openExternalLink(url, serverOf(session));
    return null;
  });

  handle('session.openForgotPassword', z.strictObject({ server: serverAddress }), async (input) => {
    const origin = await session.findServer(input.server);
    await openExternalLink(`${origin}/Account/ForgotPassword`, origin);
    return null;
  });

  handle('organization.openBilling', organizationInput, async ({ organizationId }) => {
    const server = serverOf(session);
    await openExternalLink(`${server}/organizations/${organizationId}/billing`, server);
    return null;
  });
}
