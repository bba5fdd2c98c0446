import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { AssignableRole } from '#contract/member/model';
import type { Seats } from '#contract/seat/api';
import type { RunRow } from '#contract/work/model';
import { toastError } from '../../components/feedback/toast.ts';
import { BridgeError } from '../../data/bridge.ts';
import { startRun } from '../../work/work-queries.ts';
import type { ImportReading } from '../import/read-import.ts';
import type { ChosenColumns } from '../import/columns.ts';
import type { ImportedRow } from '../import/imported-row.ts';
import { addressOf, isReady, type DraftRow, type ImportSource, type RowCheck } from './bulk-invite-rows.ts';
import { checkLabel } from './bulk-invite-labels.ts';

/** A source as it was read for the review. */
export interface SourceReading extends ImportReading {
  source: ImportSource;
  text: string;
  /** The rows that the user has removed, which stay removed when the source is read again. */
  removed: readonly ImportedRow[];
}

/** A bulk invite, from the pasted text to the sent emails. It outlives the dialog that shows it. */
export interface BulkInvite {
  step: 'enter' | 'review' | 'send';
  /** What was pasted or typed. */
  text: string;
  /** The file that was dropped last, decoded. */
  file: { name: string; text: string } | undefined;
  /** The columns that the user chose. */
  columns: Readonly<Record<ImportSource, Partial<ChosenColumns>>>;
  readings: readonly SourceReading[];
  /** The role of rows without one. */
  role: AssignableRole;
  rows: readonly DraftRow[];
  /** The run that sends them; undefined: it is being started. */
  runId: string | undefined;
}

/** The props of the dialog's steps. */
export interface BulkInviteProps {
  organizationId: string;
  /** Identifies the bulk invite: one per user and organization. */
  draftKey: string;
  /** undefined: not known yet. */
  seats: Seats | undefined;
}

const nothing: BulkInvite = {
  step: 'enter',
  text: '',
  file: undefined,
  columns: { text: {}, file: {} },
  readings: [],
  role: 'agent',
  rows: [],
  runId: undefined,
};

const useAll = create<{ byKey: ReadonlyMap<string, BulkInvite> }>(() => ({ byKey: new Map() }));

/** The bulk invite of a user and organization. */
export function useBulkInvite(key: string): BulkInvite {
  return useAll(({ byKey }) => byKey.get(key) ?? nothing);
}

export function updateBulkInvite(key: string, change: Partial<BulkInvite>): void {
  useAll.setState(({ byKey }) => ({
    byKey: new Map(byKey).set(key, { ...(byKey.get(key) ?? nothing), ...change }),
  }));
}

/** The bulk invite of a user and organization, as it is now. */
export function getBulkInvite(key: string): BulkInvite {
  return useAll.getState().byKey.get(key) ?? nothing;
}

/** Resets it. */
export function clearBulkInvite(key: string): void {
  updateBulkInvite(key, nothing);
}

/** Sends the rows that are ready: they become a run of the main process. The others are part of its report. */
export function sendBulkInvite(
  client: QueryClient,
  key: string,
  organizationId: string,
  checks: readonly RowCheck[],
): void {
  const rows = getBulkInvite(key).rows.map((row, index): RunRow => {
    const check = checks[index];
    const email = addressOf(row) ?? row.email;
    const skipped = check && !isReady(check) ? checkLabel(check) : undefined;
    const name = email === '' ? (row.name ?? '') : email;
    return { line: index + 1, organizationId, email, name, role: row.role, skipped };
  });
  // At once, so that nobody sends them twice.
  updateBulkInvite(key, { step: 'send', runId: undefined });
  startRun(client, { kind: 'invite', rows }).then(
    (runId) => updateBulkInvite(key, { runId }),
    (error: unknown) => {
      updateBulkInvite(key, { step: 'review' });
      if (!(error instanceof BridgeError)) throw error;
      toastError(error.message);
    },
  );
}
