import { isolate } from '#contract/isolate';
import type { Member } from '#contract/member/api';
import type { Organization } from '#contract/organization/api';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { memberName } from '../member-labels.ts';
import { applyMember, refreshMembers } from '../member-queries.ts';

interface NewOwner {
  memberId: string;
  /** The present owner's. */
  password: string;
}

/** Makes another member the owner of an organization; the present one stays as an Admin. */
export const transferOwnership: Action<Organization, NewOwner, Member> = {
  name: 'transfer-ownership',
  label: 'Transfer ownership',
  keyOf: ({ id }) => ['organization', id],
  isAvailable: ({ role }) => role === 'owner',
  run: ({ id }, input) => unwrap(bridge.member.transferOwnership({ organizationId: id, ...input })),
  apply(client, owner, { id }) {
    applyMember(client, id, owner);
    // The old owner's row has changed as well.
    refreshMembers(client, id);
  },
  successMessage: ({ name }, owner) => `${memberName(owner)} now owns ${isolate(name)}.`,
};
