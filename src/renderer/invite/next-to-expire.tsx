import { useInfiniteQuery } from '@tanstack/react-query';
import { Moment } from '../ui/moment.tsx';
import { useCoarseNow } from '../ui/use-now.ts';
import { nextToExpireOptions } from './invite-queries.ts';

/** What frees a seat next, if nobody does anything: "x@y.test expires in 5 hours". */
export function NextToExpire({ organizationId }: { organizationId: string }) {
  const now = useCoarseNow();
  const { data: invite } = useInfiniteQuery(nextToExpireOptions(organizationId));
  // Past its time it is about to leave the list: the server says so within moments.
  if (!invite || Date.parse(invite.expiresAt) <= now) return null;
  return (
    <span title={invite.email}>
      Next free: {invite.email} expires <Moment at={invite.expiresAt} />
    </span>
  );
}
