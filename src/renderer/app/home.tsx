import { IconBuilding } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { rowsOf } from '../bridge/paged-list.ts';
import { organizationOptions, organizationsByName } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { readLastOrganization } from './last-organization.ts';
import { Redirect } from './redirect.tsx';

/** Goes to the organization that was in view last, else to the first one. */
export function Home() {
  const session = useSignedIn();
  const client = useQueryClient();
  const router = useRouter();
  const [home] = useState(() => router.history.location.pathname);
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

function ToOrganization({ organizationId, home }: { organizationId: string; home: string }) {
  return (
    <Redirect from={home} options={{ to: '/organizations/$organizationId', params: { organizationId } }} />
  );
}
