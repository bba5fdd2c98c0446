import { Tabs } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { Seats } from '#contract/seat/api';
import { PendingInvites } from '../invite/pending-invites.tsx';
import { useSignedIn } from '../data/session.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import classes from './organization-tabs.module.css';

const Members = lazyWithPreload(async () => (await import('../member/members.tsx')).Members);
const InviteDetails = lazyWithPreload(
  async () => (await import('../invite/invite-details.tsx')).InviteDetails,
);

const route = getRouteApi('/organizations/$organizationId');

interface OrganizationTabsProps {
  organizationId: string;
  /** The source of the numbers in the tabs, which are those of the seat card. */
  seats: Seats | undefined;
}

/** The tabs with the open invites and the members. */
export function OrganizationTabs({ organizationId, seats }: OrganizationTabsProps) {
  const { user } = useSignedIn();
  const { tab = 'invites', find, invite } = route.useSearch();
  const navigate = useNavigate();

  function show(chosen: string | null): void {
    void navigate({
      to: '/organizations/$organizationId',
      params: { organizationId },
      search: chosen === 'members' ? { tab: 'members' } : {},
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
  return count === undefined ? '' : ` (${formatNumber(count)})`;
}
