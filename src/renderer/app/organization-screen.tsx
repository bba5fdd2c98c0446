import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { Organization } from '#contract/organization';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { InviteMembers } from '../invite/invite-members.tsx';
import { NextToExpire } from '../invite/next-to-expire.tsx';
import { OwnMembership } from '../member/own-membership.tsx';
import { BuySeatsButton } from '../organization/buy-seats-button.tsx';
import { organizationOptions, refreshSeats } from '../organization/organization-queries.ts';
import { SeatHistory } from '../seat/seat-history.tsx';
import { SeatUsage } from '../seat/seat-usage.tsx';
import { noSeatsSentence } from '../seat/seat-words.ts';
import { useSignedIn } from '../session/signed-in.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { keepLastOrganization } from './last-organization.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { OrganizationLists } from './organization-lists.tsx';
import { Redirect } from './redirect.tsx';
import classes from './organization-screen.module.css';

const route = getRouteApi('/organizations/$organizationId');

/** One organization: its seats, the form that invites, its open invites and its members. */
export function OrganizationScreen() {
  const { organizationId } = route.useParams();
  // What was searched and how it was sorted belongs to one organization.
  return <OneOrganization key={organizationId} organizationId={organizationId} />;
}

function OneOrganization({ organizationId }: { organizationId: string }) {
  const session = useSignedIn();
  const [left, setLeft] = useState(false);
  const query = useQuery(organizationOptions(organizationId));
  const membership = session.memberships.find((one) => one.organizationId === organizationId);

  const problem = query.error?.problem;
  const gone = problem?.code === 'organization_not_found';
  useEffect(() => {
    keepLastOrganization(session, gone || left ? undefined : organizationId);
  }, [session, gone, left, organizationId]);

  // Once the session knows of it too: else one would be led back here.
  if (left && !membership)
    return <Redirect from={`/organizations/${organizationId}`} options={{ to: '/' }} />;

  if (problem && (gone || !query.data)) {
    return (
      <>
        <FailedLoad
          what="The organization could not be loaded."
          why={problemSentence(problem)}
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
  // Known from the session before the organization itself has come, so that all of the screen loads at once.
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
        <h1 className={classes.name} title={name}>
          {name}
        </h1>
      )}
      {organization ? (
        organization.description !== '' && <p className={classes.description}>{organization.description}</p>
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
  const { user } = useSignedIn();
  const seats = organization?.seats;
  return (
    <>
      <SeatUsage
        seats={seats}
        next={<NextToExpire organizationId={organizationId} />}
        history={<SeatHistory organizationId={organizationId} />}
        action={<BuySeatsButton organizationId={organizationId} />}
      />
      <InviteMembers
        organizationId={organizationId}
        draftKey={`${user.id} ${organizationId}`}
        seats={seats}
        noSeats={seats && noSeatsSentence(seats)}
        onNoSeats={() => refreshSeats(client, organizationId)}
      />
      <OrganizationLists organizationId={organizationId} seats={seats} />
    </>
  );
}
