import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Choice } from '../ui/choice.tsx';
import { counted, number } from '../ui/counted.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import type { RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { CheckRow } from './invite-many-check-row.tsx';
import { countMarks, isReady, type Mark } from './invite-many-rows.ts';
import {
  reenterInviteMany,
  sendInviteMany,
  setAllRoles,
  useInviteMany,
  type InviteManyProps,
} from './invite-many-state.ts';
import { leftOutWords } from './invite-many-words.ts';
import { roleChoices } from './invite-words.ts';
import classes from './invite-many.module.css';
import { useMarks } from './use-marks.ts';

const shownChoices = [
  ['all', 'All rows'],
  ['attention', 'To look at'],
  ['ready', 'Ready'],
] as const;
type Shown = (typeof shownChoices)[number][0];

const allRoles = [['', 'Set all to…'], ...roleChoices] as const;

const columns: Column[] = [
  { key: 'number', header: <span aria-label="Row">#</span> },
  { key: 'email', header: 'E-mail' },
  { key: 'role', header: 'Role' },
  { key: 'mark', header: 'Before sending' },
  { key: 'actions', header: <span className={classes.hidden}>Actions</span> },
];

/** Every row with what is wrong with it, to be put right before anything is sent. */
export function InviteManyCheck({ organizationId, draftKey, seats }: InviteManyProps) {
  const client = useQueryClient();
  const block = useActionBlock();
  const { rows } = useInviteMany(draftKey);
  const { marks, checked, pending, error, retry } = useMarks(organizationId, rows, seats?.available);
  const [shown, setShown] = useState<Shown>('all');
  // Of the moment it was chosen: a row does not go away while it is put right.
  const [shownKeys, setShownKeys] = useState<ReadonlySet<number>>();

  const counts = countMarks(marks);
  const ready = marks.filter(isReady).length;
  const leftOut = leftOutWords(counts);
  const inView = rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => shownKeys?.has(row.key) ?? true);

  function show(chosen: Shown): void {
    setShown(chosen);
    const keys = rows
      .filter((row, index) => isShown(chosen, marks[index], row.unknownRole))
      .map(({ key }) => key);
    setShownKeys(chosen === 'all' ? undefined : new Set(keys));
  }

  function row(position: number, place: RowPlace) {
    const found = inView[position];
    const mark = found && marks[found.index];
    return (
      found &&
      mark && (
        <CheckRow
          key={found.row.key}
          draftKey={draftKey}
          row={found.row}
          number={found.index + 1}
          mark={mark}
          place={place}
        />
      )
    );
  }

  const nothingToSend = ready === 0 ? 'No row can be sent as it is.' : undefined;
  return (
    <>
      <div className={classes.summary}>
        <p role="status">
          <strong>{counted(ready, 'invite')} ready.</strong>
          {leftOut !== '' && ` Left out: ${leftOut}.`}
          {counts.has('slip') && ` Perhaps a typing slip: ${number(counts.get('slip') ?? 0)}.`}
        </p>
        {(counts.get('no-seat') ?? 0) > 0 && seats && (
          <p className={classes.warning}>
            <IconAlertTriangle size={16} aria-hidden />
            {seats.available === 0
              ? 'No seat is free.'
              : `${counted(seats.available ?? 0, 'seat')} free: the first rows take them.`}{' '}
            Revoke an invite, remove a member or buy seats for the others.
          </p>
        )}
        {error ? (
          <p role="alert" className={classes.warning}>
            <IconAlertTriangle size={16} aria-hidden />
            Members and open invites could not be read: {problemSentence(error.problem)}{' '}
            <Button variant="default" onClick={retry}>
              Retry
            </Button>
          </p>
        ) : (
          <p className={classes.quiet}>{pending ? 'Looking for members and open invites…' : checked}</p>
        )}
      </div>
      <div className={classes.toolbar}>
        <Choice aria-label="Show rows" options={shownChoices} value={shown} onChange={show} />
        <Choice
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
            <EmptyState icon={<IconAlertTriangle size={24} />} title="No row is like that." />
          ) : (
            <VirtualTable
              label="People to invite"
              columns={columns}
              className={classes.table}
              count={inView.length}
              row={row}
              onView={nothingToLoad}
            />
          )}
        </ScrollPane>
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => reenterInviteMany(draftKey)}>
          Back
        </Button>
        <ActionButton
          autoFocus
          block={block ?? (pending ? 'Still looking for members and open invites.' : nothingToSend)}
          onClick={() => sendInviteMany(client, draftKey, organizationId, marks)}
        >
          {ready === 0 ? 'Send invites' : `Send ${number(ready)} ${ready === 1 ? 'invite' : 'invites'}`}
        </ActionButton>
      </div>
    </>
  );
}

function isShown(shown: Shown, mark: Mark | undefined, unknownRole: string | undefined): boolean {
  if (!mark || shown === 'all') return true;
  const attention = !isReady(mark) || mark.kind === 'slip' || unknownRole !== undefined;
  return shown === 'attention' ? attention : isReady(mark);
}

function nothingToLoad(): void {
  // All rows are here.
}
