import { Tabs } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { Seats } from '#contract/seat';
import { PendingInvites } from '../invite/pending-invites.tsx';
import { useSignedIn } from '../session/signed-in.ts';
import { number } from '../ui/counted.ts';
import { later } from '../ui/later.ts';
import classes from './organization-lists.module.css';

const Members = later(async () => (await import('../member/members.tsx')).Members);
const InviteDetails = later(async () => (await import('../invite/invite-details.tsx')).InviteDetails);

const route = getRouteApi('/organizations/$organizationId');

interface OrganizationListsProps {
  organizationId: string;
  /** Where the tabs have their numbers from, so that they are those of the seat card. */
  seats: Seats | undefined;
}

/** The tabs with the open invites and the members. */
export function OrganizationLists({ organizationId, seats }: OrganizationListsProps) {
  const { user } = useSignedIn();
  const { tab = 'invites', find, invite } = route.useSearch();
  const navigate = useNavigate();

  function show(chosen: string | null): void {
    void navigate({
      to: '/organizations/$organizationId',
      params: { organizationId },
      search: chosen === 'members' ? { tab: 'members' } : {},
      replace: true,
    });
  }

  function showDetails(inviteId: string | undefined): void {
    void navigate({
      to: '/organizations/$organizationId',
      params: { organizationId },
      search: (before) => ({ ...before, invite: inviteId }),
      replace: true,
    });
  }

  return (
    <Tabs value={tab} onChange={show} keepMounted={false} className={classes.tabs ?? ''}>
      <Tabs.List className={classes.list ?? ''}>
        <Tabs.Tab value="invites">Pending invites{countOf(seats?.pendingInvites)}</Tabs.Tab>
        <Tabs.Tab value="members">Members{countOf(seats?.members)}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="invites">
        <PendingInvites key={find} organizationId={organizationId} find={find} onDetails={showDetails} />
      </Tabs.Panel>
      <Tabs.Panel value="members">
        <Suspense>
          <Members key={find} organizationId={organizationId} userId={user.id} find={find} />
        </Suspense>
      </Tabs.Panel>
      {invite !== undefined && (
        <Suspense>
          <InviteDetails
            organizationId={organizationId}
            inviteId={invite}
            onClose={() => showDetails(undefined)}
          />
        </Suspense>
      )}
    </Tabs>
  );
}

function countOf(count: number | undefined): string {
  return count === undefined ? '' : ` (${number(count)})`;
}
