import { IconInbox } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { InboxKind } from '#contract/inbox';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { usePagedRows } from '../bridge/use-paged-list.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { BulkReport, SelectionBar } from '../ui/bulk-bar.tsx';
import { useBulkRun } from '../ui/bulk-run.ts';
import { Choice } from '../ui/choice.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { counted } from '../ui/counted.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailedLoad } from '../ui/failed-load.tsx';
import { ListToolbar } from '../ui/list-toolbar.tsx';
import { useRemembered } from '../ui/remembered.ts';
import { moveBetweenRows } from '../ui/row-keys.ts';
import { ScreenHeading } from '../ui/screen-heading.tsx';
import { SkeletonRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { invitesOf } from './inbox-row-data.ts';
import { inboxOptions, refreshInbox, type InboxDeed } from './inbox-queries.ts';
import { InboxRow } from './inbox-row.tsx';
import classes from './inbox.module.css';
import { tryDeed } from './use-inbox-action.ts';

const kinds = [
  ['all', 'Everything'],
  ['failed', 'Delivery failed'],
  ['expiring', 'Expires soon'],
  ['full', 'Full or over limit'],
] as const satisfies [InboxKind | 'all', string][];

const firstRows = 5;
const none: ReadonlySet<string> = new Set();

/** What wants a look, across all organizations: invites can be acted on wherever they belong. */
export function Inbox() {
  const client = useQueryClient();
  const block = useActionBlock();
  const [kind, setKind] = useRemembered('inbox kind', kinds, 'all');
  const [selected, setSelected] = useState(none);
  const [revoking, setRevoking] = useState(false);
  const bulk = useBulkRun();

  const query = useInfiniteQuery({ ...inboxOptions(kind), placeholderData: keepPreviousData });
  const { rows, count, loadThrough, broken } = usePagedRows(query);
  useEffect(() => refreshInbox(client), [client]);

  const selectable = rows.filter(({ invite }) => invite);
  // What is gone meanwhile is selected no more.
  const chosen = selectable.filter(({ id }) => selected.has(id));
  const running = bulk.progress?.state === 'running' || bulk.progress?.state === 'stopping';
  const all = selectable.length > 0 && chosen.length === selectable.length;

  function select(id: string, isSelected: boolean): void {
    setSelected((before) => (isSelected ? new Set([...before, id]) : before.difference(new Set([id]))));
  }

  async function act(deed: InboxDeed): Promise<void> {
    const invites = invitesOf(chosen);
    const names = new Map(rows.map(({ organization }) => [organization.id, organization.name]));
    setSelected(none);
    const tasks = invites.map((invite) => ({
      id: invite.id,
      name: `${invite.email} (${names.get(invite.organizationId) ?? ''})`,
      work: () => tryDeed(deed, invite),
    }));
    await bulk.run(deed === 'resend' ? 'Resend selected' : 'Revoke selected', tasks);
    refreshInbox(client);
  }

  const columns: Column[] = [
    {
      key: 'select',
      header: selectable.length > 0 && (
        <input
          type="checkbox"
          className={classes.check}
          aria-label="Select all shown"
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && !all;
          }}
          onChange={() => setSelected(all ? none : new Set(selectable.map(({ id }) => id)))}
        />
      ),
    },
    { key: 'kind', header: 'Reason' },
    { key: 'organization', header: 'Organization' },
    { key: 'email', header: 'E-mail' },
    { key: 'detail', header: 'Detail' },
    { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
  ];

  function row(index: number, place: RowPlace) {
    const item = rows[index];
    return item ? (
      <InboxRow
        key={item.id}
        row={item}
        place={place}
        selected={selected.has(item.id)}
        onSelect={(isSelected) => select(item.id, isSelected)}
      />
    ) : (
      <SkeletonRow key={`loading-${index}`} place={place} columns={columns.length} />
    );
  }

  const busyBlock = block ?? (running ? 'Wait until what is running is done.' : undefined);
  return (
    <div className={classes.screen}>
      <ScreenHeading
        title="Inbox"
        description="Failed deliveries, invites that expire within 48 hours, and organizations without a free seat."
      />
      {/* The arrow keys are one more way; each row has its controls in the tab order as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={moveBetweenRows}>
        <ListToolbar>
          <Choice aria-label="Show" options={kinds} value={kind} onChange={setKind} />
          {chosen.length > 0 && (
            <SelectionBar count={chosen.length} onClear={() => setSelected(none)}>
              <ActionButton variant="default" block={busyBlock} onClick={() => void act('resend')}>
                Resend selected
              </ActionButton>
              <ActionButton
                variant="default"
                className={classes.revoke}
                block={busyBlock}
                onClick={() => setRevoking(true)}
              >
                Revoke selected
              </ActionButton>
            </SelectionBar>
          )}
        </ListToolbar>
        {bulk.progress && <BulkReport progress={bulk.progress} onStop={bulk.stop} onDismiss={bulk.dismiss} />}
        {query.isError && query.data === undefined ? (
          <FailedLoad
            what="The inbox could not be loaded."
            why={problemSentence(query.error.problem)}
            onRetry={() => void query.refetch()}
          />
        ) : !query.isPending && count === 0 ? (
          <EmptyState icon={<IconInbox size={24} />} title="Nothing wants a look.">
            {kind === 'all'
              ? 'What fails, is about to expire or is full shows here by itself.'
              : 'Choose Everything to see the other reasons.'}
          </EmptyState>
        ) : (
          <VirtualTable
            label="Inbox"
            columns={columns}
            className={classes.table}
            count={query.isPending ? firstRows : count}
            row={row}
            onView={(_first, last) => loadThrough(last)}
          />
        )}
      </div>
      {broken && (
        <FailedLoad
          what="The rest of the inbox could not be loaded."
          why={problemSentence(broken.error.problem)}
          onRetry={broken.retry}
        />
      )}
      {revoking && (
        <ConfirmDialog
          title={`Revoke ${counted(invitesOf(chosen).length, 'invite')}?`}
          confirmLabel="Revoke"
          block={block}
          onConfirm={() => void act('revoke')}
          onClose={() => setRevoking(false)}
        >
          <p>The links in the e-mails stop working at once, and the seats are free again.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
