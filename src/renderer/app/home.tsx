import { IconBuilding } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { rowsOf } from '../data/paged-list.ts';
import { organizationsByName } from '../organization/organization-queries.ts';

/** The start of a user of whom no organization is known yet: looks for one, to which the route then leads. */
export function Home() {
  const router = useRouter();
  const { data, isPending, isError, error, refetch } = useInfiniteQuery(organizationsByName(''));
  const hasOrganization = rowsOf(data).length > 0;
  useEffect(() => {
    if (hasOrganization) void router.invalidate();
  }, [router, hasOrganization]);

  if (isPending || hasOrganization) return null;
  if (isError) {
    return (
      <FailedLoad
        what="Your organizations couldn’t be loaded."
        why={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <EmptyState icon={<IconBuilding size={24} />} title="You’re not in an organization yet">
      Open the link in your invitation, or ask an owner or admin to invite you. The organization appears here
      as soon as you join.
    </EmptyState>
  );
}
