import { z } from 'zod';
import {
  assignableRole,
  changeMemberRole,
  listMembers,
  memberSort,
  membersCsvPath,
  removeMember,
  role,
  transferOwnership,
} from '#contract/member';
import { id, listInput, organizationInput, pageLimit } from './channel-input.ts';
import { exportCsv } from './export-csv.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

const memberInput = organizationInput.extend({ memberId: id });

export function registerMember(handle: Handle, session: Session): void {
  handle(
    'member.list',
    listInput.extend({ role: role.optional(), sort: memberSort.optional() }),
    ({ organizationId, ...query }) =>
      session.call(listMembers, {
        params: { organizationId },
        query: { ...query, limit: pageLimit(query.cursor) },
      }),
  );

  handle('member.changeRole', memberInput.extend({ role: assignableRole }), ({ role, ...params }) =>
    session.call(changeMemberRole, { params, body: { role } }),
  );

  handle(
    'member.remove',
    memberInput.extend({ invites: z.enum(['keep', 'revoke']) }),
    async ({ invites, ...params }) => {
      await session.call(removeMember, { params, query: { invites } });
      return null;
    },
  );

  handle(
    'member.transferOwnership',
    memberInput.extend({ password: z.string().max(1000) }),
    ({ organizationId, ...body }) => session.call(transferOwnership, { params: { organizationId }, body }),
  );

  handle('member.exportCsv', organizationInput, ({ organizationId }, caller) =>
    exportCsv(session, caller, { organizationId, of: 'members', path: membersCsvPath }),
  );
}
