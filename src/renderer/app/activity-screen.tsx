import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ActivityList } from '../activity/activity-list.tsx';
import { organizationOptions } from '../organization/organization-queries.ts';
import { useSaveLastOrganization } from './last-organization.ts';

const route = getRouteApi('/organizations/$organizationId/activity');

/** The activity of an organization, for users who manage it. */
export function ActivityScreen() {
  const { organizationId } = route.useParams();
  const { data, error } = useQuery(organizationOptions(organizationId));
  useSaveLastOrganization(error?.problem.code === 'organization_not_found' ? undefined : organizationId);
  return <ActivityList key={organizationId} organizationId={organizationId} name={data?.name} />;
}
