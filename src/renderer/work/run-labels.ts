import type { RowProblem, RunSummary, WorkKind } from '#contract/work/model';
import { isKnownProblem, problemMessage } from '../data/problem-message.ts';
import { formatNumber, pluralize } from '../lib/format/pluralize.ts';
import { isUnderWay } from './work-queries.ts';

interface KindLabels {
  /** Names the run in the tray. */
  name: string;
  /** "Send". */
  verb: string;
  /** "Sending". */
  running: string;
  /** "sent". */
  done: string;
  /** The result of a row. */
  rowDone: string;
  /** The same in a saved report. */
  reported: string;
}

export const kindLabels: Record<WorkKind, KindLabels> = {
  invite: {
    name: 'Invite many',
    verb: 'Send',
    running: 'Sending',
    done: 'sent',
    rowDone: 'Invited',
    reported: 'invited',
  },
  resend: {
    name: 'Resend selected',
    verb: 'Resend',
    running: 'Resending',
    done: 'resent',
    rowDone: 'Resent',
    reported: 'resent',
  },
  revoke: {
    name: 'Revoke selected',
    verb: 'Revoke',
    running: 'Revoking',
    done: 'revoked',
    rowDone: 'Revoked',
    reported: 'revoked',
  },
};

/** The title of a run's dialog, which says when the run is over. */
export function runTitle(run: RunSummary): string {
  const { running, done } = kindLabels[run.kind];
  if (isUnderWay(run)) return `${running} invites`;
  return run.status === 'done' ? `Invites ${done}` : `${running} stopped`;
}

/** "37 of 40 invites sent, 2 failed, 1 not sent". */
export function runResult(run: RunSummary): string {
  const { done } = kindLabels[run.kind];
  const { counts } = run;
  const parts = [`${formatNumber(counts.done)} of ${pluralize(counts.total, 'invite')} ${done}`];
  if (counts.failed > 0) parts.push(`${formatNumber(counts.failed)} failed`);
  if (counts.left > 0 && !isUnderWay(run)) parts.push(`${formatNumber(counts.left)} not ${done}`);
  return parts.join(', ');
}

/** The button that takes up a run that was stopped: "Send remaining 500". */
export function remainingLabel({ kind, counts }: RunSummary): string {
  return `${kindLabels[kind].verb} remaining ${formatNumber(counts.left)}`;
}

/** What a run is doing, or how it ended. */
export function runProgress(run: RunSummary): string {
  const { running, done } = kindLabels[run.kind];
  const { status, waitingFor, counts } = run;
  if (!isUnderWay(run)) return runResult(run);
  const left = `${formatNumber(counts.left)} not ${done} yet.`;
  if (status === 'paused') return `Paused. ${left}`;
  if (status === 'stopped') return 'Stopping…';
  if (waitingFor === 'server') return `Waiting for the server. ${left}`;
  if (waitingFor === 'limit') return `The server is busy. ${left}`;
  return `${running} ${formatNumber(counts.done + counts.failed)} of ${formatNumber(counts.total)}…`;
}

/** Why a row failed. */
export function rowProblemLabel({ code, detail, errors, retryAfter }: RowProblem): string {
  if (detail === '') return rejectionLabel(code);
  if (!isKnownProblem(code)) return detail;
  return problemMessage({
    code,
    detail,
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** Why the server rejected one row of many. */
export function rejectionLabel(code: string): string {
  switch (code) {
    case 'seat_limit_reached':
      return 'No seats were left.';
    case 'invite_already_pending':
      return 'This address already has an open invite.';
    case 'validation_failed':
      return 'Address or role not accepted.';
    case 'rate_limited':
      return 'Too many emails to this address or from this organization. Try again later.';
    case '':
      return 'No reason given.';
    default:
      return isKnownProblem(code) ? problemMessage({ code, detail: 'Not accepted.' }) : 'Not accepted.';
  }
}
