import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { AssignableRole } from '#contract/member';
import type { Seats } from '#contract/seat';
import { bridge, BridgeError, unwrap } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { startLongRun, type LongRun } from '../ui/long-run.ts';
import { readAddressList } from './address-list.ts';
import { refreshInvites } from './invite-queries.ts';
import { addressOf, draftRows, isReady, type DraftRow, type Mark } from './invite-many-rows.ts';
import { refusalWords } from './invite-many-words.ts';

/** What became of a row that was sent. */
export type RowResult = { invited: true } | { invited: false; why: string };

/** Many invites on their way from a pasted text to sent mails; it outlives the dialog that shows it. */
export interface InviteMany {
  step: 'enter' | 'check' | 'send';
  /** What was pasted or typed. */
  text: string;
  /** For all whose role is not written. */
  role: AssignableRole;
  rows: readonly DraftRow[];
  /** The marks with which the sending began. */
  marks: readonly Mark[];
  results: ReadonlyMap<number, RowResult>;
  run: LongRun<DraftRow, RowResult> | undefined;
}

/** What the steps of the dialog are about. */
export interface InviteManyProps {
  organizationId: string;
  /** By which what was entered is found again. */
  draftKey: string;
  /** undefined: not known yet. */
  seats: Seats | undefined;
}

const nothing: InviteMany = {
  step: 'enter',
  text: '',
  role: 'agent',
  rows: [],
  marks: [],
  results: new Map(),
  run: undefined,
};

/** So many at a time: the progress moves, and a stop is heard soon. */
const chunkSize = 50;

const useAll = create<{ byKey: ReadonlyMap<string, InviteMany> }>(() => ({ byKey: new Map() }));

/** What is under way, by person and organization. */
export function useInviteMany(key: string): InviteMany {
  return useAll(({ byKey }) => byKey.get(key) ?? nothing);
}

export function updateInviteMany(key: string, change: Partial<InviteMany>): void {
  useAll.setState(({ byKey }) => ({
    byKey: new Map(byKey).set(key, { ...(byKey.get(key) ?? nothing), ...change }),
  }));
}

function read(key: string): InviteMany {
  return useAll.getState().byKey.get(key) ?? nothing;
}

/** Begins anew, with nothing. */
export function clearInviteMany(key: string): void {
  updateInviteMany(key, nothing);
}

/** Makes the rows of what was typed, and of what a file says, and goes on to look at them. */
export function checkInviteMany(key: string, file = ''): void {
  const { text, role } = read(key);
  const rows = draftRows([...readAddressList(text), ...readAddressList(file)], role);
  updateInviteMany(key, { step: 'check', rows, text: linesOf(rows) });
}

/** Back to the text, which says what the rows say now. */
export function reenterInviteMany(key: string): void {
  updateInviteMany(key, { step: 'enter', text: linesOf(read(key).rows) });
}

/** Changes one row; a chosen role is a known one. */
export function editRow(
  key: string,
  rowKey: number,
  change: Partial<Pick<DraftRow, 'email' | 'role'>>,
): void {
  const rows = read(key).rows.map((row) =>
    row.key === rowKey
      ? { ...row, ...change, unknownRole: change.role === undefined ? row.unknownRole : undefined }
      : row,
  );
  updateInviteMany(key, { rows });
}

export function removeRow(key: string, rowKey: number): void {
  updateInviteMany(key, { rows: read(key).rows.filter((row) => row.key !== rowKey) });
}

export function setAllRoles(key: string, role: AssignableRole): void {
  const rows = read(key).rows.map((row) => ({ ...row, role, unknownRole: undefined }));
  updateInviteMany(key, { rows, role });
}

/** Sends the rows that are ready. */
export function sendInviteMany(
  client: QueryClient,
  key: string,
  organizationId: string,
  marks: Mark[],
): void {
  updateInviteMany(key, { step: 'send', marks, results: new Map() });
  const ready = read(key).rows.filter((_row, index) => {
    const mark = marks[index];
    return mark !== undefined && isReady(mark);
  });
  sendRows(client, key, organizationId, ready);
}

/** Sends again what failed, or what was not sent when it was stopped. */
export function sendRows(
  client: QueryClient,
  key: string,
  organizationId: string,
  rows: readonly DraftRow[],
): void {
  const results = new Map(read(key).results);
  for (const row of rows) results.delete(row.key);
  const run = startLongRun<DraftRow, RowResult>({
    items: rows,
    chunkSize,
    act: (chunk) => sendChunk(organizationId, chunk),
  });
  updateInviteMany(key, { run, results });
  run.state.subscribe((state) => {
    const all = new Map(results);
    for (const [row, result] of state.results) all.set(row.key, result);
    updateInviteMany(key, { results: all });
  });
  // What is left when one signs out does not go out in the name of whoever signs in next.
  const unsubscribe = bridge.session.onChange(({ status }) => {
    if (status !== 'signed-in') run.stop();
  });
  void run.finished.then(unsubscribe);
  void run.finished.then(() => refreshInvites(client, organizationId));
}

async function sendChunk(
  organizationId: string,
  chunk: readonly DraftRow[],
): Promise<{ results: ReadonlyMap<DraftRow, RowResult>; halt: boolean }> {
  const invites = chunk.map((row) => ({ email: addressOf(row) ?? row.email, role: row.role }));
  const answers = await unwrap(bridge.invite.createMany({ organizationId, invites })).catch(
    (error: BridgeError) => error,
  );
  if (answers instanceof BridgeError) {
    // Of the call as a whole: the rest would fare the same.
    const why = problemSentence(answers.problem);
    return { results: new Map(chunk.map((row) => [row, { invited: false, why }])), halt: true };
  }
  const results = chunk.map((row, index): [DraftRow, RowResult] => {
    const answer = answers[index];
    if (answer?.outcome === 'invited') return [row, { invited: true }];
    return [
      row,
      { invited: false, why: answer ? refusalWords(answer) : 'The server gave no answer for it.' },
    ];
  });
  return { results: new Map(results), halt: false };
}

function linesOf(rows: readonly DraftRow[]): string {
  return rows.map(({ email, role }) => `${email}, ${role}`).join('\n');
}
