import { IconInbox } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { InboxKind } from '#contract/inbox/model';
import type { Invite } from '#contract/invite/api';
import { isolate } from '#contract/isolate';
import { BulkActionButtons } from '../action/bulk-action-buttons.tsx';
import { useBulkAction } from '../action/use-bulk-action.tsx';
import { EmptyState } from '../components/feedback/empty-state.tsx';
import { SelectField } from '../components/form/select-field.tsx';
import { ListScreen } from '../components/layout/list-screen.tsx';
import { SelectionBar } from '../components/table/bulk-bar.tsx';
import { PagedTable, type TableColumn } from '../components/table/paged-table.tsx';
import { useSelection } from '../components/table/selection.ts';
import { useSignedIn } from '../data/session.ts';
import { useDisabledReason } from '../data/connection.ts';
import { usePagedList } from '../data/use-paged-list.ts';
import { usePersistedChoice } from '../lib/persist/persisted-choice.ts';
import { inboxOptions, refreshInbox } from './inbox-queries.ts';
import { invitesOf, kindLabels, type InboxRowData } from './inbox-row-data.ts';
import { bulkInviteActions } from '../invite/actions/bulk-invite-actions.ts';
import { InboxRow } from './inbox-row.tsx';
import { markRead } from './read-items.ts';
import classes from './inbox.module.css';
import { formatEmail } from '../data/format-email.ts';

const kinds = [
  ['all', 'Everything'],
  ['failed', kindLabels.failed],
  ['expiring', kindLabels.expiring],
  ['full', kindLabels.full],
] as const satisfies [InboxKind | 'all', string][];

const columns: TableColumn[] = [
  { key: 'kind', header: 'Reason' },
  { key: 'organization', header: 'Organization' },
  { key: 'detail', header: 'Details' },
  { key: 'actions', header: 'Actions', isHeaderHidden: true },
];

/** What needs attention across all organizations, with the actions on invites wherever they belong. */
export function Inbox() {
  const client = useQueryClient();
  const disabledReason = useDisabledReason();
  const [kind, setKind] = usePersistedChoice('inbox kind', kinds, 'all');
  const list = usePagedList(inboxOptions(kind));
  useEffect(() => refreshInbox(client), [client]);
  useMarkRead(list.rows, kind === 'all' ? list.total?.total : undefined);
  // A full organization is dealt with by itself: a list of nothing else has no boxes.
  const hasInvites = kind !== 'full';
  const selectable = list.rows.filter(({ invite }) => invite);
  const selection = useSelection(selectable, list.isComplete);

  const { start, confirmation } = useBulkAction(invitesOf(selection.items), {
    nameOf,
    onStart: selection.clear,
  });

  /** The invites of one selection belong to several organizations. */
  function nameOf({ email, organizationId }: Invite): string {
    const row = list.rows.find(({ organization }) => organization.id === organizationId);
    return `${formatEmail(email)} (${isolate(row?.organization.name ?? '')})`;
  }

  return (
    <ListScreen
      title="Inbox"
      description="Failed deliveries, invites that expire within 48 hours, and organizations with no seats left."
    >
      <PagedTable
        label="Inbox"
        className={hasInvites ? classes.table : classes.organizationTable}
        columns={columns}
        list={list}
        {...(hasInvites ? { selection } : {})}
        skeletonRows={5}
        renderRow={(item, position) => (
          <InboxRow
            row={item}
            hasSelection={hasInvites}
            position={position}
            selected={selection.has(item.id)}
            onSelect={(isSelected, isRange) => selection.select(item.id, isSelected, isRange)}
          />
        )}
        toolbar={<SelectField aria-label="Show" options={kinds} value={kind} onChange={setKind} />}
        empty={
          <EmptyState icon={<IconInbox size={24} />} title="You’re all caught up.">
            {kind === 'all'
              ? 'Failed deliveries, expiring invites and full organizations appear here.'
              : 'Choose Everything to see the rest of the inbox.'}
          </EmptyState>
        }
        failedTitle="The inbox couldn’t be loaded."
        nextFailedTitle="The rest of the inbox couldn’t be loaded."
      >
        <SelectionBar selection={selection}>
          <BulkActionButtons actions={bulkInviteActions} disabledReason={disabledReason} onStart={start} />
        </SelectionBar>
      </PagedTable>
      {confirmation}
    </ListScreen>
  );
}

/**
 * What is in view is read.
 *
 * @param total of the whole inbox; undefined: it is not known, or only a part of the inbox is shown
 */
function useMarkRead(rows: readonly InboxRowData[], total = Infinity): void {
  const session = useSignedIn();
  useEffect(() => {
    const mark = (): void => {
      if (document.visibilityState === 'visible') markRead(session, { ids: rows.map(({ id }) => id), total });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [session, rows, total]);
}
