import { Button } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconMinus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { useActionBlock } from '../bridge/connection.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { counted, number } from '../ui/counted.ts';
import type { LongRun } from '../ui/long-run.ts';
import { Progress } from '../ui/progress.tsx';
import { ScrollPane } from '../ui/scroll-pane.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { VirtualTable, type Column } from '../ui/virtual-table.tsx';
import { inviteReport } from './invite-many-report.ts';
import { isReady, type DraftRow, type Mark } from './invite-many-rows.ts';
import {
  clearInviteMany,
  sendRows,
  useInviteMany,
  type InviteManyProps,
  type RowResult,
} from './invite-many-state.ts';
import { markWords } from './invite-many-words.ts';
import { roleWords } from './invite-words.ts';
import classes from './invite-many.module.css';

const columns: Column[] = [
  { key: 'number', header: <span aria-label="Row">#</span> },
  { key: 'email', header: 'E-mail' },
  { key: 'role', header: 'Role' },
  { key: 'result', header: 'Result' },
];

interface InviteManySendProps extends InviteManyProps {
  onClose: () => void;
}

/** How far the sending is, and what became of each row. */
export function InviteManySend(props: InviteManySendProps) {
  const { run } = useInviteMany(props.draftKey);
  return run && <Sending {...props} run={run} />;
}

function Sending(props: InviteManySendProps & { run: LongRun<DraftRow, RowResult> }) {
  const { organizationId, draftKey, run, onClose } = props;
  const client = useQueryClient();
  const block = useActionBlock();
  const { rows, marks, results } = useInviteMany(draftKey);
  const status = useStore(run.state, (state) => state.status);

  const sendable = rows.filter((_row, index) => isSent(marks[index]));
  const invited = sendable.filter(({ key }) => results.get(key)?.invited === true);
  const failed = sendable.filter(({ key }) => results.get(key)?.invited === false);
  const unsent = sendable.filter(({ key }) => !results.has(key));
  const running = status === 'running' || status === 'stopping';

  const save = useMutation({
    mutationKey: ['file.saveText'],
    mutationFn: () =>
      unwrap(
        bridge.file.saveText({ suggestedName: 'invites.csv', text: inviteReport(rows, marks, results) }),
      ),
  });

  function row(index: number, place: RowPlace) {
    const one = rows[index];
    return (
      one && (
        <TableRow key={one.key} id={`invite-many ${one.key}`} place={place}>
          <Cell className={classes.quiet}>{index + 1}</Cell>
          <Cell title={one.email}>
            <span className={classes.clipped}>{one.email}</span>
          </Cell>
          <Cell>{roleWords[one.role]}</Cell>
          <Cell className={classes.mark}>
            <Result result={results.get(one.key)} mark={marks[index]} running={running} />
          </Cell>
        </TableRow>
      )
    );
  }

  return (
    <>
      <div className={classes.summary}>
        <p role="status">
          <strong>
            {number(invited.length)} of {counted(sendable.length, 'invite')} sent
          </strong>
          {failed.length > 0 && `, ${number(failed.length)} failed`}
          {!running && unsent.length > 0 && `, ${number(unsent.length)} not tried`}
          {status === 'stopping' && '. Stopping…'}
        </p>
        <Progress label="Sending invites" value={invited.length + failed.length} max={sendable.length} />
        {save.isError && (
          <p role="alert" className={classes.bad}>
            The report was not saved: {problemSentence(save.error.problem)}
          </p>
        )}
      </div>
      <div className={classes.pane}>
        <ScrollPane label="Rows">
          <VirtualTable
            label="Results"
            columns={columns}
            className={classes.resultTable}
            count={rows.length}
            row={row}
            onView={nothingToLoad}
          />
        </ScrollPane>
      </div>
      <div className={classes.actions}>
        {running ? (
          <>
            <p className={classes.quiet}>Closing this does not stop it.</p>
            <ActionButton
              autoFocus
              variant="default"
              block={status === 'stopping' ? 'It stops after what is under way.' : undefined}
              onClick={run.stop}
            >
              Stop
            </ActionButton>
          </>
        ) : (
          <>
            <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
              Save report
            </Button>
            {unsent.length > 0 && (
              <ActionButton
                block={block}
                variant="default"
                onClick={() => sendRows(client, draftKey, organizationId, unsent)}
              >
                Send the other {number(unsent.length)}
              </ActionButton>
            )}
            {failed.length > 0 && (
              <ActionButton
                block={block}
                variant="default"
                onClick={() => sendRows(client, draftKey, organizationId, failed)}
              >
                Retry failed ({number(failed.length)})
              </ActionButton>
            )}
            <Button
              autoFocus
              onClick={() => {
                clearInviteMany(draftKey);
                onClose();
              }}
            >
              Done
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function isSent(mark: Mark | undefined): boolean {
  return mark !== undefined && isReady(mark);
}

interface ResultProps {
  result: RowResult | undefined;
  mark: Mark | undefined;
  running: boolean;
}

function Result({ result, mark, running }: ResultProps) {
  if (result?.invited === true) {
    return (
      <>
        <IconCheck size={15} aria-hidden className={classes.good} />
        Invited
      </>
    );
  }
  if (result) {
    return (
      <>
        <IconAlertCircle size={15} aria-hidden className={classes.bad} />
        <span title={result.why} className={classes.clipped}>
          {result.why}
        </span>
      </>
    );
  }
  const leftOut = mark !== undefined && !isSent(mark);
  return (
    <span className={classes.leftOut}>
      <IconMinus size={15} aria-hidden />
      {leftOut ? `Left out: ${markWords(mark).toLowerCase()}` : running ? 'Waiting' : 'Not tried'}
    </span>
  );
}

function nothingToLoad(): void {
  // All rows are here.
}
