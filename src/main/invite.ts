import { clipboard } from 'electron';
import { z } from 'zod';
import {
  createInvite,
  createInviteLink,
  inviteFilter,
  inviteSort,
  listInvites,
  resendInvite,
  revokeInvite,
} from '#contract/invite';
import { assignableRole } from '#contract/member';
import { id, listInput, organizationInput, pageLimit } from './channel-input.ts';
import { openExternalLink } from './external-link.ts';
import type { Handle } from './handle.ts';
import { serverOf } from './session.ts';
import type { Session } from './session.ts';

const inviteInput = organizationInput.extend({ inviteId: id });
const filters = {
  status: inviteFilter.optional(),
  role: assignableRole.optional(),
  invitedBy: id.optional(),
  sort: inviteSort.optional(),
};
// What was typed is the server's to judge: it says what is wrong with it, at the field.
const invitation = { email: z.string().max(1000), role: assignableRole };

export function registerInvite(handle: Handle, session: Session): void {
  handle('invite.list', listInput.extend(filters), ({ organizationId, ...query }) =>
    session.call(listInvites, {
      params: { organizationId },
      query: { ...query, limit: pageLimit(query.cursor) },
    }),
  );

  handle('invite.create', organizationInput.extend(invitation), ({ organizationId, ...body }) =>
    session.call(createInvite, { params: { organizationId }, body }),
  );

  handle('invite.resend', inviteInput, (params) => session.call(resendInvite, { params, body: {} }));

  handle('invite.revoke', inviteInput, (params) => session.call(revokeInvite, { params, body: {} }));

  // The link goes from here to where it is wanted: the page never sees it.
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
}
