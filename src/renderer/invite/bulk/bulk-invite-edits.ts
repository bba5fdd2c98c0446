import type { AssignableRole } from '#contract/member/model';
import type { ChosenColumns } from '../import/columns.ts';
import type { ImportedRow } from '../import/imported-row.ts';
import { readImport } from '../import/read-import.ts';
import { draftRows, type DraftRow, type ImportSource } from './bulk-invite-rows.ts';
import { getBulkInvite, updateBulkInvite, type SourceReading } from './bulk-invite-state.ts';

type RowChange = Partial<Pick<DraftRow, 'email' | 'role' | 'isMisaligned'>>;

/** Takes a file in place of the one before, and goes on to the review. @param text decoded */
export function reviewFile(key: string, file: { name: string; text: string }): void {
  removeFile(key);
  updateBulkInvite(key, { file });
  reviewBulkInvite(key);
}

/** Forgets the file and the rows that came from it. */
export function removeFile(key: string): void {
  const { columns, readings, rows } = getBulkInvite(key);
  updateBulkInvite(key, {
    file: undefined,
    columns: { ...columns, file: {} },
    readings: readings.filter(({ source }) => source !== 'file'),
    rows: rows.filter(({ source }) => source !== 'file'),
  });
}

/**
 * Goes on to the review of what was typed elsewhere.
 *
 * @param role of everybody without one
 * @returns false when an earlier bulk invite has been sent and its results are still shown
 */
export function reviewTyped(key: string, typed: string, role: AssignableRole): boolean {
  const { step, text } = getBulkInvite(key);
  if (step === 'send') return false;
  updateBulkInvite(key, { role, text: [text.trim(), typed.trim()].filter((part) => part !== '').join('\n') });
  reviewBulkInvite(key);
  return true;
}

/** Reads the rows from the typed text and the file, and goes on to the review. What was edited there stays edited. */
export function reviewBulkInvite(key: string): void {
  const { text, file } = getBulkInvite(key);
  const sources = [readSource(key, 'text', text), ...(file ? [readSource(key, 'file', file.text)] : [])];
  updateBulkInvite(key, {
    step: 'review',
    readings: sources.map(({ reading }) => reading),
    rows: sources.flatMap(({ rows }) => rows).map((row, index) => ({ ...row, key: index })),
  });
}

/** Goes back to the text and the file. */
export function editBulkInviteText(key: string): void {
  updateBulkInvite(key, { step: 'enter' });
}

/** Reads a source again, from other columns. */
export function chooseImportColumns(key: string, source: ImportSource, chosen: Partial<ChosenColumns>): void {
  const { columns } = getBulkInvite(key);
  updateBulkInvite(key, { columns: { ...columns, [source]: { ...columns[source], ...chosen } } });
  reviewBulkInvite(key);
}

/** Changes one row. */
export function editRow(key: string, rowKey: number, change: RowChange): void {
  const rows = getBulkInvite(key).rows.map((row) => (row.key === rowKey ? withChange(row, change) : row));
  updateBulkInvite(key, { rows });
}

export function removeRow(key: string, rowKey: number): void {
  const { rows, readings } = getBulkInvite(key);
  const removed = rows.find((row) => row.key === rowKey);
  updateBulkInvite(key, {
    rows: rows.filter((row) => row !== removed),
    readings: readings.map((reading) =>
      removed?.read && reading.source === removed.source
        ? { ...reading, removed: [...reading.removed, removed.read] }
        : reading,
    ),
  });
}

export function setAllRoles(key: string, role: AssignableRole): void {
  const rows = getBulkInvite(key).rows.map((row) => withChange(row, { role }));
  updateBulkInvite(key, { rows, role });
}

function withChange(row: DraftRow, change: RowChange): DraftRow {
  return {
    ...row,
    // A user who types an address knows whose it is.
    ...(change.email !== undefined && { isMisaligned: false }),
    ...change,
    isRoleChosen: change.role !== undefined || row.isRoleChosen === true,
    unknownRole: change.role === undefined ? row.unknownRole : undefined,
  };
}

/** Reads one source, and carries over what was edited and removed in the rows that were read before. */
function readSource(
  key: string,
  source: ImportSource,
  text: string,
): { reading: SourceReading; rows: DraftRow[] } {
  const { columns, readings, rows, role } = getBulkInvite(key);
  const before = readings.find((reading) => reading.source === source);
  const read = readImport(text, columns[source]);
  // In another text a row is found by what it says, in the same one by where it is: the columns may be others.
  const identify = before?.text === text ? placesOf : contentsOf;
  const identities = identify(read.rows);
  const earlier = identify(before?.rows ?? []);
  const edits = Map.groupBy(
    rows.filter((row) => row.source === source),
    (row) => row.read && earlier.get(row.read),
  );
  const gone = Map.groupBy(before?.removed ?? [], (row) => earlier.get(row));
  const removed: ImportedRow[] = [];
  const kept = draftRows(read.rows, role, source).flatMap((row) => {
    const identity = row.read && identities.get(row.read);
    if (row.read && gone.get(identity)?.pop()) {
      removed.push(row.read);
      return [];
    }
    const edited = edits.get(identity)?.shift();
    return [edited ? withEdit(row, edited) : row];
  });
  return { reading: { source, text, ...read, removed }, rows: kept };
}

/** By line, and by place on the line. */
function placesOf(rows: readonly ImportedRow[]): Map<ImportedRow, string> {
  const counts = new Map<number, number>();
  return new Map(
    rows.map((row) => {
      const count = counts.get(row.line) ?? 0;
      counts.set(row.line, count + 1);
      return [row, `${row.line}:${count}`];
    }),
  );
}

function contentsOf(rows: readonly ImportedRow[]): Map<ImportedRow, string> {
  return new Map(rows.map((row) => [row, JSON.stringify({ ...row, line: undefined })]));
}

/** A row that was read again, with what the user had changed in it. */
function withEdit(row: DraftRow, edited: DraftRow): DraftRow {
  const { read, email, role, unknownRole, isRoleChosen } = edited;
  return {
    ...row,
    ...(email !== read?.email && { email }),
    ...(edited.isMisaligned !== read?.isMisaligned && { isMisaligned: edited.isMisaligned }),
    ...(isRoleChosen === true && { role, unknownRole, isRoleChosen }),
  };
}
