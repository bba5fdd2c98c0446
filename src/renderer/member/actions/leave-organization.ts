import { isolate } from '#contract/isolate';
import type { Organization } from '#contract/organization/api';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { memberKey } from '../member-queries.ts';

/** Ends the user's own membership, named `me` because an Agent cannot see the members. The invites that they sent stay open. */
export const leaveOrganization: Action<Organization> = {
  name: 'leave',
  label: 'Leave organization',
  keyOf: ({ id }) => [...memberKey('me'), id],
  // The owner transfers the organization first, and support staff are not in it.
  isAvailable: ({ role }) => role === 'admin' || role === 'agent',
  confirmation: ([organization]) => ({
    title: `Leave ${isolate(organization?.name ?? '')}?`,
    confirmLabel: 'Leave',
    paragraphs: ['You’ll lose access immediately. To rejoin, you’ll need a new invite.'],
  }),
  run: ({ id }) => unwrap(bridge.member.remove({ organizationId: id, memberId: 'me', invites: 'keep' })),
  successMessage: ({ name }) => `You left ${isolate(name)}.`,
  seatsOf: ({ id }) => id,
};
