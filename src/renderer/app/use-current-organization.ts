import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useSignedIn, type SignedIn } from '../data/session.ts';
import { organizationOptions } from '../organization/organization-queries.ts';
import { readLastOrganization } from './last-organization.ts';

/**
 * The organization in view, or the one that was in view last; with its name as soon as it is known.
 *
 * @returns undefined when the user is in no organization
 */
export function useCurrentOrganization(): { id: string; name: string } | undefined {
  const session = useSignedIn();
  const { organizationId: inView } = useParams({ strict: false });
  const organizationId = inView ?? lastVisible(session);
  const { data } = useQuery({
    ...organizationOptions(organizationId ?? ''),
    enabled: organizationId !== undefined,
  });
  if (organizationId === undefined) return undefined;
  const membership = session.memberships.find((one) => one.organizationId === organizationId);
  return { id: organizationId, name: data?.name ?? membership?.organizationName ?? '' };
}

/** The organization that was in view last, if the user can still see it. */
function lastVisible(session: SignedIn): string | undefined {
  const last = readLastOrganization(session);
  const isMember = session.memberships.some(({ organizationId }) => organizationId === last);
  if (last !== undefined && (session.user.staff || isMember)) return last;
  return session.memberships[0]?.organizationId;
}
