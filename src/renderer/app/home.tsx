import { IconBuilding } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { rowsOf } from '../bridge/paged-list.ts';
import { organizationOptions, organizationsByName } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { readLastOrganization } from './last-organization.ts';

/** Goes to the organization that was in view last, else to the first one. */
export function Home() {
  const session = useSignedIn();
  const client = useQueryClient();
  const router = useRouter();
  const [home] = useState(() => router.history.location.href);
  const isGone = (organizationId: string) =>
    client.getQueryState(organizationOptions(organizationId).queryKey)?.error?.problem.code ===
    'organization_not_found';
  const memberships = session.memberships.map(({ organizationId }) => organizationId);
  const known = readLastOrganization(session) ?? memberships.find((id) => !isGone(id));
  return known === undefined ? (
    <FirstOrganization home={home} />
  ) : (
    <ToOrganization organizationId={known} home={home} />
  );
}

function FirstOrganization({ home }: { home: string }) {
  const { data, isPending, isError, error, refetch } = useInfiniteQuery(organizationsByName(''));
  const first = rowsOf(data)[0];
  if (first) return <ToOrganization organizationId={first.id} home={home} />;
  if (isPending) return null;
  if (isError) {
    return (
      <FailedLoad
        what="Your organizations could not be loaded."
        why={problemSentence(error.problem)}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <EmptyState icon={<IconBuilding size={24} />} title="You are not in an organization yet.">
      Open the link in your invitation, or ask an owner or admin to invite you. It shows here as soon as you
      have joined.
    </EmptyState>
  );
}

/**
 * Goes there once, and only from home: whoever chose another place meanwhile is still here until that has been loaded, and
 * is not to be called back. The router's own `Navigate` does so, and whenever it is drawn anew.
 */
function ToOrganization({ organizationId, home }: { organizationId: string; home: string }) {
  const router = useRouter();
  useEffect(() => {
    if (router.history.location.href !== home) return;
    void router.navigate({
      to: '/organizations/$organizationId',
      params: { organizationId },
      replace: true,
    });
  }, [router, organizationId, home]);
  return null;
}
