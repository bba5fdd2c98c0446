import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { isolate } from '#contract/isolate';
import type { Organization } from '#contract/organization/api';
import { InviteMembers } from '../invite/invite-members.tsx';
import { NextToExpire } from '../invite/next-to-expire.tsx';
import { OwnMembership } from '../member/own-membership.tsx';
import { BuySeatsButton } from '../organization/buy-seats-button.tsx';
import { organizationOptions, refreshSeats } from '../organization/organization-queries.ts';
import { SeatHistory } from '../seat/seat-history.tsx';
import { SeatUsage } from '../seat/seat-usage.tsx';
import { noSeatsSentence } from '../seat/seat-labels.ts';
import { personKey, useSignedIn } from '../data/session.ts';
import { FailedLoad } from '../components/feedback/failed-load.tsx';
import { useSaveLastOrganization } from './last-organization.ts';
import { addRecent } from './recents.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { OrganizationTabs } from './organization-tabs.tsx';
import classes from './organization-screen.module.css';

const route = getRouteApi('/organizations/$organizationId');

/** One organization: its seats, the form that invites, its open invites and its members. */
export function OrganizationScreen() {
  const { organizationId } = route.useParams();
  // The key resets the state: a search belongs to one organization.
  return <OneOrganization key={organizationId} organizationId={organizationId} />;
}

function OneOrganization({ organizationId }: { organizationId: string }) {
  const session = useSignedIn();
  const router = useRouter();
  const [left, setLeft] = useState(false);
  const query = useQuery(organizationOptions(organizationId));
  const membership = session.memberships.find((one) => one.organizationId === organizationId);

  const problem = query.error?.problem;
  const gone = problem?.code === 'organization_not_found';
  useSaveLastOrganization(gone || left ? undefined : organizationId);

  const loadedName = query.data?.name;
  useEffect(() => {
    if (loadedName !== undefined)
      addRecent(session, { kind: 'organization', id: organizationId, organizationId, label: loadedName });
  }, [session, organizationId, loadedName]);

  // Only when the session knows of it as well: before that, the start would lead back here.
  const hasLeft = left && !membership;
  useEffect(() => {
    // A user who has chosen another location meanwhile goes there.
    const isHere = router.latestLocation.pathname === `/organizations/${organizationId}`;
    if (hasLeft && isHere) void router.navigate({ to: '/', replace: true });
  }, [router, hasLeft, organizationId]);
  if (hasLeft) return null;

  if (query.error && (gone || !query.data)) {
    return (
      <>
        <FailedLoad
          what="The organization couldn’t be loaded."
          why={query.error.message}
          onRetry={() => void query.refetch()}
        />
        {gone && (
          <p className={classes.elsewhere}>
            <Link to="/">Go to another organization</Link>
          </p>
        )}
      </>
    );
  }

  const organization = query.data;
  // The session knows the role before the organization has loaded, so that all parts of the screen load together.
  const role = organization ? organization.role : membership?.role;
  const name = organization?.name ?? membership?.organizationName;
  const manages = session.user.staff || role === 'owner' || role === 'admin';

  return (
    <div className={classes.screen}>
      <div className={classes.top}>
        <Heading name={name} organization={organization} />
        {organization && <OrganizationMenu organization={organization} onLeft={() => setLeft(true)} />}
      </div>
      {manages && <Managed organizationId={organizationId} organization={organization} />}
      {!manages && organization?.role && (
        <OwnMembership organization={organization} role={organization.role} onLeft={() => setLeft(true)} />
      )}
    </div>
  );
}

interface HeadingProps {
  name: string | undefined;
  organization: Organization | undefined;
}

function Heading({ name, organization }: HeadingProps) {
  return (
    <header className={classes.heading}>
      {name === undefined ? (
        <Skeleton height={28} width={220} radius={6} />
      ) : (
        <h1 className={classes.name} title={isolate(name)}>
          {isolate(name)}
        </h1>
      )}
      {organization ? (
        organization.description !== '' && (
          <p className={classes.description} title={isolate(organization.description)}>
            {isolate(organization.description)}
          </p>
        )
      ) : (
        <Skeleton height={12} width={320} radius={4} mt={8} />
      )}
    </header>
  );
}

interface ManagedProps {
  organizationId: string;
  organization: Organization | undefined;
}

function Managed({ organizationId, organization }: ManagedProps): ReactNode {
  const client = useQueryClient();
  const session = useSignedIn();
  const seats = organization?.seats;
  return (
    <>
      <SeatUsage
        seats={seats}
        // Without a limit no seat has to become free.
        next={seats?.maxSeats === null ? undefined : <NextToExpire organizationId={organizationId} />}
        history={<SeatHistory organizationId={organizationId} />}
        action={seats?.maxSeats === null ? undefined : <BuySeatsButton organizationId={organizationId} />}
      />
      <InviteMembers
        organizationId={organizationId}
        draftKey={`${personKey(session)} ${organizationId}`}
        seats={seats}
        noSeats={seats && noSeatsSentence(seats)}
        onNoSeats={() => refreshSeats(client, organizationId)}
      />
      <OrganizationTabs organizationId={organizationId} seats={seats} />
    </>
  );
}
