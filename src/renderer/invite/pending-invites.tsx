import { Suspense, useMemo, useState } from 'react';
import type { Invite } from '#contract/invite/api';
import type { InviteSort } from '#contract/invite/model';
import { BulkActionButtons } from '../action/bulk-action-buttons.tsx';
import { useBulkAction } from '../action/use-bulk-action.tsx';
import { ActionButton } from '../components/form/action-button.tsx';
import { SelectionBar } from '../components/table/bulk-bar.tsx';
import { PagedTable } from '../components/table/paged-table.tsx';
import type { TableColumn } from '../components/table/paged-table.tsx';
import { useSelection } from '../components/table/selection.ts';
import { useDisabledReason } from '../data/connection.ts';
import { usePagedList } from '../data/use-paged-list.ts';
import { formatNumber } from '../lib/format/pluralize.ts';
import { useViewState } from '../lib/persist/view-state.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { bulkInviteActions } from './actions/bulk-invite-actions.ts';
import { InviteFilters } from './invite-filters.tsx';
import { isOpen } from './invite-list-predicate.ts';
import { useInviteListView } from './invite-list-view.ts';
import { invitesOptions } from './invite-queries.ts';
import { InviteRow } from './invite-row.tsx';
import { NoInvites } from './no-invites.tsx';
import classes from './pending-invites.module.css';
import { formatEmail } from '../data/format-email.ts';

const SwapSeatDialog = lazyWithPreload(async () => (await import('./swap-seat-dialog.tsx')).SwapSeatDialog);

const columns: TableColumn<InviteSort>[] = [
  { key: 'email', header: 'Email', direction: 'ascending' },
  { key: 'role', header: 'Role', className: classes.wide },
  { key: 'created', header: 'Sent', direction: 'descending' },
  { key: 'expires', header: 'Expires', direction: 'ascending' },
  { key: 'delivery', header: 'Delivery' },
  { key: 'inviter', header: 'Invited by', className: classes.wide },
  { key: 'actions', header: 'Actions', isHeaderHidden: true },
];

interface PendingInvitesProps {
  organizationId: string;
  /** What the search begins with. */
  find?: string | undefined;
  onDetails: (inviteId: string) => void;
}

/** The invites of an organization; at first the open ones, with the expired ones below those that hold a seat. */
export function PendingInvites({ organizationId, find, onDetails }: PendingInvitesProps) {
  const disabledReason = useDisabledReason();
  const [search, setSearch] = useViewState(`${organizationId} invites search`, '', find);
  const [swapped, setSwapped] = useState<Invite>();
  const [selectingAll, setSelectingAll] = useState(false);
  const view = useInviteListView(organizationId);
  const { status, sort, setSort, filter } = view;

  const list = usePagedList(
    invitesOptions(organizationId, { ...filter, status: status === 'open' ? 'pending' : status, search }),
  );
  const expired = usePagedList({
    ...invitesOptions(organizationId, { ...filter, status: 'expired', search }),
    enabled: status === 'open',
  });
  const open = useMemo(() => [...list.rows, ...expired.rows].filter(isOpen), [list.rows, expired.rows]);
  const isComplete = list.isComplete && expired.isComplete;
  const selection = useSelection(open, isComplete);
  const { items: selected } = selection;
  const { start, confirmation } = useBulkAction(selected, {
    nameOf: ({ email }) => formatEmail(email),
    onStart: selection.clear,
  });

  /** Selects the rows that are not loaded yet as well. */
  async function selectAll(): Promise<void> {
    setSelectingAll(true);
    await selection.selectAll(async () =>
      [...(await list.loadAll()), ...(await expired.loadAll())].filter(isOpen),
    );
    setSelectingAll(false);
  }

  const isSearching = list.isSearching || expired.isSearching;
  const bulkDisabledReason =
    disabledReason ??
    (isSearching ? 'Wait for the search to finish.' : undefined) ??
    (selectingAll ? 'Wait until everything is selected, or clear the selection.' : undefined);
  return (
    <>
      <PagedTable
        label={['open', 'pending', 'expired'].includes(status) ? 'Open invites' : 'Invites'}
        className={classes.table}
        columns={columns}
        sort={[sort, setSort]}
        list={list}
        below={{
          list: expired,
          heading: `Expired (${formatNumber(expired.count)}): ${expired.count === 1 ? 'seat released, link disabled' : 'seats released, links disabled'}`,
        }}
        selection={selection}
        skeletonRows={5}
        renderRow={(invite, position, isFastScroll) => (
          <InviteRow
            invite={invite}
            position={position}
            isFastScroll={isFastScroll}
            selected={selection.has(invite.id)}
            onSelect={(isSelected, isRange) => selection.select(invite.id, isSelected, isRange)}
            onDetails={() => onDetails(invite.id)}
            onSwap={() => setSwapped(invite)}
          />
        )}
        toolbar={<InviteFilters view={view} search={search} onSearch={setSearch} />}
        empty={<NoInvites search={search} status={status} isNarrowed={view.isNarrowed} />}
        failedTitle="Invites couldn’t be loaded."
        nextFailedTitle="More invites couldn’t be loaded."
      >
        <SelectionBar selection={selection}>
          {(selectingAll || (!isComplete && selected.length === open.length)) && (
            <ActionButton
              variant="subtle"
              disabledReason={bulkDisabledReason}
              loading={selectingAll}
              onClick={() => void selectAll()}
            >
              Select all {formatNumber(list.count + expired.count)}
            </ActionButton>
          )}
          <BulkActionButtons
            actions={bulkInviteActions}
            disabledReason={bulkDisabledReason}
            onStart={start}
          />
        </SelectionBar>
      </PagedTable>
      {confirmation}
      {swapped && (
        <Suspense>
          <SwapSeatDialog invite={swapped} onClose={() => setSwapped(undefined)} />
        </Suspense>
      )}
    </>
  );
}
