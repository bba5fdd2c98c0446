import { IconMailOff, IconMailPlus } from '@tabler/icons-react';
import type { InviteFilter } from '#contract/invite';
import { EmptyState } from '../ui/empty-state.tsx';

interface NoInvitesProps {
  search: string;
  status: InviteFilter;
  isNarrowed: boolean;
}

const titles: Record<InviteFilter, string> = {
  open: 'No invites are open.',
  pending: 'No invites are pending.',
  expired: 'No invite has expired.',
  accepted: 'No invite was accepted yet.',
  declined: 'No invite was declined.',
  revoked: 'No invite was revoked.',
  all: 'Nobody was invited yet.',
};

/** In place of an empty list of invites: why it is empty, and what to do. */
export function NoInvites({ search, status, isNarrowed }: NoInvitesProps) {
  if (search !== '' || isNarrowed) {
    const noun = status === 'open' ? 'open invite' : 'invite';
    const title = search === '' ? `No ${noun} is like that.` : `No ${noun} matches “${search}”.`;
    return (
      <EmptyState icon={<IconMailOff size={24} />} title={title}>
        {search === ''
          ? 'Choose another role, delivery or state.'
          : 'Search by the beginning of any word of the address.'}
      </EmptyState>
    );
  }
  if (status === 'open' || status === 'pending' || status === 'all') {
    return (
      <EmptyState icon={<IconMailPlus size={24} />} title={titles[status]}>
        Enter an address above and press Send Invite. The invite is valid for 7 days, and shows here until it
        is accepted.
      </EmptyState>
    );
  }
  return <EmptyState icon={<IconMailOff size={24} />} title={titles[status]} />;
}
