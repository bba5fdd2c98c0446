import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDisabledReason } from '../../data/connection.ts';
import { ActionButton } from '../../components/form/action-button.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { pluralize, formatNumber } from '../../lib/format/pluralize.ts';
import { EmptyState } from '../../components/feedback/empty-state.tsx';
import { ScrollPane } from '../../components/layout/scroll-pane.tsx';
import type { RowPosition } from '../../components/table/table-row.tsx';
import { VirtualTable, type Column } from '../../components/table/virtual-table.tsx';
import { ReviewRow } from './bulk-invite-review-row.tsx';
import { countChecks, isReady, type RowCheck } from './bulk-invite-rows.ts';
import { editBulkInviteText, setAllRoles } from './bulk-invite-edits.ts';
import { ReadingSummary } from './reading-summary.tsx';
import { sendBulkInvite, useBulkInvite, type BulkInviteProps } from './bulk-invite-state.ts';
import { seatShortageLabel, skippedLabel } from './bulk-invite-labels.ts';
import { roleChoices } from '../invite-labels.ts';
import classes from './bulk-invite.module.css';
import { useRowChecks } from './use-row-checks.ts';

const shownChoices = [
  ['all', 'All rows'],
  ['attention', 'Needs attention'],
  ['ready', 'Ready'],
] as const;
type Shown = (typeof shownChoices)[number][0];

const allRoles = [['', 'Set all to…'], ...roleChoices] as const;

const nameColumn: Column = { key: 'name', header: 'Name' };
const columns: Column[] = [
  { key: 'number', header: <span aria-label="Row">#</span> },
  { key: 'email', header: 'Email' },
  { key: 'role', header: 'Role' },
  { key: 'check', header: 'Status' },
  { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
];
const namedColumns = columns.toSpliced(2, 0, nameColumn);

/** Every row with its check, so that it can be corrected before anything is sent. */
export function BulkInviteReview({ organizationId, draftKey, seats }: BulkInviteProps) {
  const client = useQueryClient();
  const disabledReason = useDisabledReason();
  const { rows } = useBulkInvite(draftKey);
  const { checks, notCompared, pending, error, retry } = useRowChecks(organizationId, rows, seats?.available);
  const [shown, setShown] = useState<Shown>('all');
  // The rows that matched when the filter was chosen: a row does not disappear while it is corrected.
  const [shownKeys, setShownKeys] = useState<ReadonlySet<number>>();

  const counts = countChecks(checks);
  const ready = checks.filter(isReady).length;
  const typos = checks.filter(({ suggestion }) => suggestion !== undefined).length;
  const isNamed = rows.some(({ name = '' }) => name !== '');
  const skipped = skippedLabel(counts);
  const readyRows = checks.flatMap((check, index) => (isReady(check) ? [index + 1] : []));
  const shortage = seats && seatShortageLabel(counts, readyRows);
  const inView = rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => shownKeys?.has(row.key) ?? true);

  function show(chosen: Shown): void {
    setShown(chosen);
    const keys = rows
      .filter((row, index) => isShown(chosen, checks[index], row.unknownRole))
      .map(({ key }) => key);
    setShownKeys(chosen === 'all' ? undefined : new Set(keys));
  }

  function renderRow(index: number, position: RowPosition, isFastScroll: boolean) {
    const found = inView[index];
    const check = found && checks[found.index];
    return (
      found &&
      check && (
        <ReviewRow
          key={found.row.key}
          draftKey={draftKey}
          row={found.row}
          number={found.index + 1}
          check={check}
          isNamed={isNamed}
          position={position}
          isFastScroll={isFastScroll}
        />
      )
    );
  }

  const nothingToSend = ready === 0 ? 'No rows can be sent yet.' : undefined;
  return (
    <>
      <div className={classes.summary}>
        <p role="status">
          <strong>{pluralize(ready, 'invite')} ready.</strong>
          {skipped !== '' && ` Skipped: ${skipped}.`}
          {typos > 0 && ` ${pluralize(typos, 'possible typo')}.`}
        </p>
        <ReadingSummary draftKey={draftKey} />
        {shortage !== undefined && (
          <p className={classes.warning}>
            <IconAlertTriangle size={16} aria-hidden />
            {shortage}
          </p>
        )}
        {error ? (
          <p role="alert" className={classes.warning}>
            <IconAlertTriangle size={16} aria-hidden />
            Couldn’t check members and open invites. {error.message}{' '}
            <Button variant="default" onClick={retry}>
              Retry
            </Button>
          </p>
        ) : (
          (pending || notCompared !== undefined) && (
            <p className={classes.quiet}>{pending ? 'Checking members and open invites…' : notCompared}</p>
          )
        )}
      </div>
      <div className={classes.toolbar}>
        <SelectField aria-label="Show rows" options={shownChoices} value={shown} onChange={show} />
        <SelectField
          aria-label="Role of all rows"
          options={allRoles}
          value=""
          onChange={(role) => {
            if (role !== '') setAllRoles(draftKey, role);
          }}
        />
      </div>
      <div className={classes.pane}>
        <ScrollPane>
          {inView.length === 0 ? (
            <EmptyState icon={<IconAlertTriangle size={24} />} title="No matching rows" />
          ) : (
            <VirtualTable
              label="People to invite"
              columns={isNamed ? namedColumns : columns}
              className={isNamed ? classes.namedTable : classes.table}
              count={inView.length}
              renderRow={renderRow}
            />
          )}
        </ScrollPane>
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => editBulkInviteText(draftKey)}>
          Back
        </Button>
        <ActionButton
          autoFocus
          disabledReason={
            disabledReason ?? (pending ? 'Still checking members and open invites.' : nothingToSend)
          }
          onClick={() => sendBulkInvite(client, draftKey, organizationId, checks)}
        >
          {ready === 0 ? 'Send invites' : `Send ${formatNumber(ready)} ${ready === 1 ? 'invite' : 'invites'}`}
        </ActionButton>
      </div>
    </>
  );
}

function isShown(shown: Shown, check: RowCheck | undefined, unknownRole: string | undefined): boolean {
  if (!check || shown === 'all') return true;
  const attention = !isReady(check) || check.suggestion !== undefined || unknownRole !== undefined;
  return shown === 'attention' ? attention : isReady(check);
}
