import { clipboard } from 'electron';
import { z } from 'zod';
import {
  createInvite,
  createInviteLink,
  createInvitesInBulk,
  delivery,
  getInvite,
  inviteFilter,
  inviteSort,
  listInvites,
  maxBulkInvites,
  resendInvite,
  revokeInvite,
  swapInvite,
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
  delivery: delivery.shape.status.optional(),
  invitedBy: id.optional(),
  sort: inviteSort.optional(),
};
// What was typed is the server's to judge: it says what is wrong with it, at the field.
const invitation = { email: z.string().max(1000), role: assignableRole };
const invitations = z
  .array(z.strictObject({ email: z.string().max(1000), role: z.string().max(100) }))
  .min(1)
  .max(maxBulkInvites);
/** A thousand invites are a thousand mails to be written: a busy server takes its time over them. */
const bulkTimeLimitMs = 120_000;

export function registerInvite(handle: Handle, session: Session): void {
  handle('invite.list', listInput.extend(filters), ({ organizationId, ...query }) =>
    session.call(listInvites, {
      params: { organizationId },
      query: { ...query, limit: pageLimit(query.cursor) },
    }),
  );

  handle('invite.get', inviteInput, (params) => session.call(getInvite, { params }));

  handle('invite.create', organizationInput.extend(invitation), ({ organizationId, ...body }) =>
    session.call(createInvite, { params: { organizationId }, body }),
  );

  handle(
    'invite.createMany',
    organizationInput.extend({ invites: invitations }),
    async ({ organizationId, invites }) => {
      const input = { params: { organizationId }, body: { invites } };
      const { results } = await session.call(createInvitesInBulk, input, { timeLimitMs: bulkTimeLimitMs });
      return results;
    },
  );

  handle('invite.resend', inviteInput, (params) => session.call(resendInvite, { params, body: {} }));

  handle('invite.revoke', inviteInput, (params) => session.call(revokeInvite, { params, body: {} }));

  handle('invite.swap', inviteInput.extend(invitation), ({ email, role, ...params }) =>
    session.call(swapInvite, { params, body: { email, role } }),
  );

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
