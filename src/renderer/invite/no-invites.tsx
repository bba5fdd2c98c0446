import { IconMailOff, IconMailPlus } from '@tabler/icons-react';
import type { InviteFilter } from '#contract/invite/model';
import { EmptyState } from '../components/feedback/empty-state.tsx';

interface NoInvitesProps {
  search: string;
  status: InviteFilter;
  isNarrowed: boolean;
}

const titles: Record<InviteFilter, string> = {
  open: 'No open invites',
  pending: 'No pending invites',
  expired: 'No expired invites',
  accepted: 'No accepted invites yet',
  declined: 'No declined invites',
  revoked: 'No revoked invites',
  all: 'No invites yet',
};

/** Shown in place of an empty list of invites: why it is empty, and what to do. */
export function NoInvites({ search, status, isNarrowed }: NoInvitesProps) {
  if (search !== '' || isNarrowed) {
    const noun = status === 'open' ? 'open invites' : 'invites';
    const title = search === '' ? `No matching ${noun}` : `No ${noun} match “${search}”`;
    return (
      <EmptyState icon={<IconMailOff size={24} />} title={title}>
        {search === ''
          ? 'Try another role, delivery or status.'
          : 'Search matches the start of each part of an address. Try “ann” or “acme”.'}
      </EmptyState>
    );
  }
  if (status === 'open' || status === 'pending' || status === 'all') {
    return (
      <EmptyState icon={<IconMailPlus size={24} />} title={titles[status]}>
        Invites you send stay here until they’re accepted, declined or revoked.
      </EmptyState>
    );
  }
  return <EmptyState icon={<IconMailOff size={24} />} title={titles[status]} />;
}
