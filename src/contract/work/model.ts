import type { FieldError } from '../problem.ts';

/** What a run does with each of its rows. */
export const workKinds = ['invite', 'resend', 'revoke'] as const;
export type WorkKind = (typeof workKinds)[number];

/** The most rows of one run. */
export const maxRunRows = 20_000;

/** One row of a run: somebody to invite, or an open invite. */
export interface RunRow {
  /** Its number in the list that it comes from, from 1. */
  line: number;
  organizationId: string;
  email: string;
  /** What the report calls it: the address, with more where that is not enough. */
  name: string;
  /** To invite with. */
  role?: string | undefined;
  /** The open invite. */
  inviteId?: string | undefined;
  /** How often the invite had been sent when the run began. */
  sendCount?: number | undefined;
  /** Why the row is left out, for the report; undefined: it is to be done. */
  skipped?: string | undefined;
}

export interface NewRun {
  kind: WorkKind;
  rows: RunRow[];
}

/** Why a row failed. */
export interface RowProblem {
  /** A problem's code; one that is kept from another release may be unknown. */
  code: string;
  /** The sentence of the server or the main process; empty when only this row of a bulk call was refused. */
  detail: string;
  errors?: FieldError[] | undefined;
  retryAfter?: number | undefined;
}

export type RowResult =
  | { state: 'done' }
  | {
      state: 'failed';
      problem: RowProblem;
      /** Whether the server may have done it all the same, so that the row is tried again with the same key only. */
      isUncertain: boolean;
    };

/** `paused` and `stopped` by the user; `done`: every row is done or has failed. */
export const runStatuses = ['running', 'paused', 'stopped', 'done'] as const;
export type RunStatus = (typeof runStatuses)[number];

export interface RunCounts {
  /** Without the rows that were left out. */
  total: number;
  done: number;
  failed: number;
  /** Still to be done. */
  left: number;
}

/** A run as the work tray shows it. */
export interface RunSummary {
  id: string;
  kind: WorkKind;
  organizationIds: string[];
  status: RunStatus;
  /** What a running one waits for; null: it is at work. */
  waitingFor: 'server' | 'limit' | null;
  /** Whether a request is under way, also one that a stop has to wait for. */
  isBusy: boolean;
  counts: RunCounts;
}

/** The rows of a run with their results; null: still to be done, or left out. */
export interface RunReport {
  id: string;
  kind: WorkKind;
  rows: { row: RunRow; result: RowResult | null }[];
}
