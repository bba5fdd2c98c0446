import { useInfiniteQuery, keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import type { Invite, InviteSort } from '#contract/invite';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { BulkReport, SelectionBar } from '../ui/bulk-bar.tsx';
import { useBulkRun } from '../ui/bulk-run.ts';
import { counted, number } from '../ui/counted.ts';
import { FailedLoad } from '../ui/failed-load.tsx';
import { later } from '../ui/later.ts';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { SelectionBox } from '../ui/selection-box.tsx';
import { useSelection } from '../ui/selection.ts';
import { SortButton } from '../ui/sort-button.tsx';
import { DividerRow, SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { bulkTasks, type BulkDeed } from './bulk-invite-action.ts';
import { InviteFilters } from './invite-filters.tsx';
import { isOpen } from './invite-list-rule.ts';
import { useInviteListView } from './invite-list-view.ts';
import { InviteRow } from './invite-row.tsx';
import { invitesOptions } from './invite-queries.ts';
import { NoInvites } from './no-invites.tsx';
import classes from './pending-invites.module.css';

const SwapSeatDialog = later(async () => (await import('./swap-seat-dialog.tsx')).SwapSeatDialog);
const ConfirmDialog = later(async () => (await import('../ui/confirm-dialog.tsx')).ConfirmDialog);

const firstRows = 5;

interface PendingInvitesProps {
  organizationId: string;
  /** What is searched at first. */
  find?: string | undefined;
  onDetails: (inviteId: string) => void;
}

/** The invites: at first the open ones, those that hold a seat above those that have expired. */
export function PendingInvites({ organizationId, find = '', onDetails }: PendingInvitesProps) {
  const client = useQueryClient();
  const block = useActionBlock();
  const [search, setSearch] = useState(find);
  const [swapped, setSwapped] = useState<Invite>();
  const [revoking, setRevoking] = useState(false);
  const [selectingAll, setSelectingAll] = useState(false);
  const view = useInviteListView(organizationId);
  const bulk = useBulkRun();
  const { status, sort, setSort, filter } = view;

  // Two lists, one below the other, where both kinds of open invites are shown.
  const query = useInfiniteQuery({
    ...invitesOptions(organizationId, { ...filter, status: status === 'open' ? 'pending' : status, search }),
    placeholderData: keepPreviousData,
  });
  const expiredQuery = useInfiniteQuery({
    ...invitesOptions(organizationId, { ...filter, status: 'expired', search }),
    enabled: status === 'open',
    placeholderData: keepPreviousData,
  });
  const upper = usePagedRows(query);
  const expired = usePagedRows(expiredQuery);
  const broken = upper.broken ?? expired.broken;

  const queries = [query, expiredQuery].filter(({ isEnabled }) => isEnabled);
  const loading = queries.some(({ isPending }) => isPending);
  const failed = queries.find(({ isLoadingError }) => isLoadingError)?.error;
  const expiredCount = status === 'open' ? expired.count : 0;
  const dividers = expiredCount > 0 ? 1 : 0;
  const count = loading ? firstRows : upper.count + dividers + expiredCount;

  const open = [...upper.rows, ...(status === 'open' ? expired.rows : [])].filter(isOpen);
  const running = bulk.progress?.state === 'running' || bulk.progress?.state === 'stopping';
  const more = queries.some(({ hasNextPage }) => hasNextPage);
  const selection = useSelection(
    open.map(({ id }) => id),
    { whole: !more && !loading },
  );
  // As they were seen last: a page that is loaded anew takes none of the selected away.
  const [seen] = useState(() => new Map<string, Invite>());
  for (const invite of open) seen.set(invite.id, invite);
  const chosen = [...selection.selected].flatMap((id) => seen.get(id) ?? []);

  /** The rows that are not loaded yet are selected too. */
  async function selectAll(): Promise<void> {
    setSelectingAll(true);
    await selection.selectOnceLoaded(loadAll);
    setSelectingAll(false);
  }

  async function loadAll(): Promise<string[]> {
    const ids: string[] = [];
    for (let one of queries) {
      while (one.hasNextPage && !one.isFetchNextPageError) one = await one.fetchNextPage();
      for (const invite of (one.data?.pages ?? []).flatMap(({ items }) => items).filter(isOpen)) {
        seen.set(invite.id, invite);
        ids.push(invite.id);
      }
    }
    return ids;
  }

  function act(deed: BulkDeed): void {
    const tasks = bulkTasks(client, deed, chosen);
    selection.clear();
    void bulk.run(deed === 'resend' ? 'Resend selected' : 'Revoke selected', tasks);
  }

  function row(index: number, place: RowPlace, passing: boolean) {
    if (!loading && index === upper.count) {
      return (
        <DividerRow key="expired" place={place}>
          Expired ({number(expiredCount)}): they hold no seat, and their links do not work
        </DividerRow>
      );
    }
    const invite = index < upper.count ? upper.rows[index] : expired.rows[index - upper.count - 1];
    return invite && !loading ? (
      <InviteRow
        key={invite.id}
        invite={invite}
        place={place}
        passing={passing}
        selected={selection.selected.has(invite.id)}
        onSelect={(isSelected, range) => selection.select(invite.id, isSelected, range)}
        onDetails={() => onDetails(invite.id)}
        onSwap={() => setSwapped(invite)}
      />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  function onView(_first: number, last: number): void {
    upper.loadThrough(Math.min(last, upper.count));
    if (status === 'open' && last > upper.count) expired.loadThrough(last - upper.count - 1);
  }

  const sortable = (key: InviteSort, title: string): Column => {
    const sorted = sort !== key ? undefined : key === 'created' ? 'descending' : 'ascending';
    return {
      key,
      sort: sorted,
      header: (
        <SortButton sorted={sorted} onSort={() => setSort(key)}>
          {title}
        </SortButton>
      ),
    };
  };
  const columns: Column[] = [
    {
      key: 'select',
      header:
        open.length > 0 ? (
          <SelectionBox
            label="Select all shown"
            checked={chosen.length >= open.length}
            some={chosen.length > 0}
            onChange={(all) => selection.selectOnly(all ? open.map(({ id }) => id) : [])}
          />
        ) : (
          <span className={classes.hidden}>Selection</span>
        ),
    },
    sortable('email', 'E-mail'),
    { key: 'role', header: 'Role', className: classes.wide },
    sortable('created', 'Sent'),
    sortable('expires', 'Expires'),
    { key: 'delivery', header: 'Delivery' },
    { key: 'inviter', header: 'Invited by', className: classes.wide },
    { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
  ];

  const bulkBlock =
    block ??
    (running ? 'Wait until what is running is done.' : undefined) ??
    (selectingAll ? 'Wait until all are selected, or clear the selection.' : undefined);
  return (
    <>
      <ListToolbar>
        <InviteFilters view={view} find={find} onSearch={setSearch} hidden={chosen.length > 0} />
        {chosen.length > 0 && (
          <SelectionBar count={chosen.length} onClear={selection.clear}>
            {(selectingAll || (more && chosen.length === open.length)) && (
              <ActionButton
                variant="subtle"
                block={bulkBlock}
                loading={selectingAll}
                onClick={() => void selectAll()}
              >
                Select all {number(upper.count + expiredCount)}
              </ActionButton>
            )}
            <ActionButton variant="default" block={bulkBlock} onClick={() => act('resend')}>
              Resend selected
            </ActionButton>
            <ActionButton
              variant="default"
              className={classes.revoke ?? ''}
              block={bulkBlock}
              onClick={() => setRevoking(true)}
            >
              Revoke selected
            </ActionButton>
          </SelectionBar>
        )}
      </ListToolbar>
      {bulk.progress && <BulkReport progress={bulk.progress} onStop={bulk.stop} onDismiss={bulk.dismiss} />}
      {failed ? (
        <FailedLoad
          what="The invites could not be loaded."
          why={problemSentence(failed.problem)}
          onRetry={() => queries.forEach((one) => void one.refetch())}
        />
      ) : count === 0 ? (
        <NoInvites search={search} status={status} isNarrowed={view.isNarrowed} />
      ) : (
        // The arrow keys are one more way; each row has its box in the tab order as well.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div onKeyDown={selection.onKeyDown}>
          <VirtualTable
            label={['open', 'pending', 'expired'].includes(status) ? 'Open invites' : 'Invites'}
            columns={columns}
            className={classes.table}
            count={count}
            row={row}
            onView={onView}
          />
        </div>
      )}
      {broken && (
        <FailedLoad
          what="The other invites could not be loaded."
          why={problemSentence(broken.error.problem)}
          onRetry={broken.retry}
        />
      )}
      {revoking && (
        <Suspense>
          <ConfirmDialog
            title={`Revoke ${counted(chosen.length, 'invite')}?`}
            confirmLabel="Revoke"
            block={block}
            onConfirm={() => act('revoke')}
            onClose={() => setRevoking(false)}
          >
            <p>The links in the e-mails stop working at once, and the seats are free again.</p>
            {chosen.length <= 5 && <p>{chosen.map(({ email }) => email).join(', ')}</p>}
          </ConfirmDialog>
        </Suspense>
      )}
      {swapped && (
        <Suspense>
          <SwapSeatDialog invite={swapped} onClose={() => setSwapped(undefined)} />
        </Suspense>
      )}
    </>
  );
}
