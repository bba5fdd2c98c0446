import { useInfiniteQuery } from '@tanstack/react-query';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { useCoarseNow } from '../lib/schedule/use-now.ts';
import { nextToExpireOptions } from './invite-queries.ts';
import { formatEmail } from '../data/format-email.ts';

/** The invite whose expiry frees the next seat: "x@y.test expires in 5 hours". */
export function NextToExpire({ organizationId }: { organizationId: string }) {
  const now = useCoarseNow();
  const { data: invite } = useInfiniteQuery(nextToExpireOptions(organizationId));
  // An invite past its expiry is about to leave the list: its event arrives within moments.
  if (!invite || Date.parse(invite.expiresAt) <= now) return null;
  return (
    <span title={invite.email}>
      Next free: {formatEmail(invite.email)} expires <TimeAgo at={invite.expiresAt} />
    </span>
  );
}
