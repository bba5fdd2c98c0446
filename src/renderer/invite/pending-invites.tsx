import { IconMailOff, IconMailPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { Choice } from '../ui/choice.tsx';
import { number } from '../ui/counted.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { DividerRow, SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { InviteRow } from './invite-row.tsx';
import { invitesOptions } from './invite-queries.ts';
import classes from './pending-invites.module.css';

type Shown = 'open' | 'pending' | 'expired';

const shownWords = [
  ['open', 'All open'],
  ['pending', 'Pending'],
  ['expired', 'Expired'],
] as const satisfies [Shown, string][];

const columns: Column[] = [
  { key: 'email', header: 'E-mail' },
  { key: 'role', header: 'Role', className: classes.wide },
  { key: 'sent', header: 'Sent' },
  { key: 'expires', header: 'Expires' },
  { key: 'delivery', header: 'Delivery' },
  { key: 'inviter', header: 'Invited by', className: classes.wide },
  { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
];

const firstRows = 5;

interface PendingInvitesProps {
  organizationId: string;
  /** What is searched at first. */
  find?: string | undefined;
}

/** The open invites: those that hold a seat, and below them those that have expired. */
export function PendingInvites({ organizationId, find = '' }: PendingInvitesProps) {
  const [search, setSearch] = useState(find);
  const [shown, setShown] = useState<Shown>('open');

  const pendingQuery = useInfiniteQuery({
    ...invitesOptions(organizationId, { status: 'pending', sort: 'created', search }),
    enabled: shown !== 'expired',
    placeholderData: keepPreviousData,
  });
  const expiredQuery = useInfiniteQuery({
    ...invitesOptions(organizationId, { status: 'expired', sort: 'created', search }),
    enabled: shown !== 'pending',
    placeholderData: keepPreviousData,
  });
  const pending = usePagedRows(pendingQuery);
  const expired = usePagedRows(expiredQuery);

  const broken = pending.broken ?? expired.broken;

  const queries = [pendingQuery, expiredQuery].filter(({ isEnabled }) => isEnabled);
  const loading = queries.some(({ isPending }) => isPending);
  const failed = queries.find(({ isLoadingError }) => isLoadingError)?.error;
  const pendingCount = shown === 'expired' ? 0 : pending.count;
  const expiredCount = shown === 'pending' ? 0 : expired.count;
  const dividers = expiredCount > 0 ? 1 : 0;
  const count = loading ? firstRows : pendingCount + dividers + expiredCount;

  function row(index: number, place: RowPlace) {
    if (!loading && index === pendingCount) {
      return (
        <DividerRow key="expired" place={place}>
          Expired ({number(expiredCount)}): they hold no seat, and their links do not work
        </DividerRow>
      );
    }
    const invite = index < pendingCount ? pending.rows[index] : expired.rows[index - pendingCount - 1];
    return invite && !loading ? (
      <InviteRow key={invite.id} invite={invite} place={place} />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  function onView(_first: number, last: number): void {
    if (shown !== 'expired') pending.loadThrough(last);
    if (shown !== 'pending' && last > pendingCount) expired.loadThrough(last - pendingCount - 1);
  }

  return (
    <>
      <ListToolbar>
        <SearchField label="Search invites" initial={find} onSearch={setSearch} />
        <Choice aria-label="Show" options={shownWords} value={shown} onChange={setShown} />
      </ListToolbar>
      {failed ? (
        <FailedLoad
          what="The invites could not be loaded."
          why={problemSentence(failed.problem)}
          onRetry={() => queries.forEach((query) => void query.refetch())}
        />
      ) : count === 0 ? (
        <NoInvites search={search} shown={shown} />
      ) : (
        <VirtualTable
          label="Open invites"
          columns={columns}
          className={classes.table}
          count={count}
          row={row}
          onView={onView}
        />
      )}
      {broken && (
        <FailedLoad
          what="The other invites could not be loaded."
          why={problemSentence(broken.error.problem)}
          onRetry={broken.retry}
        />
      )}
    </>
  );
}

function NoInvites({ search, shown }: { search: string; shown: Shown }) {
  if (search !== '') {
    return (
      <EmptyState icon={<IconMailOff size={24} />} title={`No open invite matches “${search}”.`}>
        Search by the beginning of any word of the address.
      </EmptyState>
    );
  }
  if (shown === 'expired') {
    return <EmptyState icon={<IconMailOff size={24} />} title="No invite has expired." />;
  }
  return (
    <EmptyState icon={<IconMailPlus size={24} />} title="No invites are open.">
      Enter an address above and press Send Invite. The invite is valid for 7 days, and shows here until it is
      accepted.
    </EmptyState>
  );
}
