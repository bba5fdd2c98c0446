import { skipToken, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ActivityList } from '../activity/activity-list.tsx';
import { organizationOptions } from '../organization/organization-queries.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { Redirect } from './redirect.tsx';

const route = getRouteApi('/organizations/$organizationId/activity');

/** What was done in an organization; only for those who manage it. */
export function ActivityScreen() {
  const { organizationId } = route.useParams();
  const { user, memberships } = useSignedIn();
  const membership = memberships.find((one) => one.organizationId === organizationId);
  const manages = user.staff || (membership !== undefined && membership.role !== 'agent');
  const { data } = useQuery({
    ...organizationOptions(organizationId),
    ...(manages ? {} : { queryFn: skipToken }),
  });
  if (!manages) {
    const from = `/organizations/${organizationId}/activity`;
    return (
      <Redirect from={from} options={{ to: '/organizations/$organizationId', params: { organizationId } }} />
    );
  }
  return <ActivityList key={organizationId} organizationId={organizationId} name={data?.name} />;
}
