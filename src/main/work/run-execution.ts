import { bulkInvite, resendInvite, revokeInvite } from '#contract/invite/api';
import type { BulkResult } from '#contract/invite/api';
import type { RowResult, RunSummary } from '#contract/work/model';
import type { Log } from '../diagnostics/log.ts';
import { askAboutRows } from './ask-about-rows.ts';
import type { CallServer } from './call-server.ts';
import { failureOf } from './run-problem.ts';
import type { CallFailure } from './run-problem.ts';
import {
  applyAnswers,
  beginChunk,
  begunAtOf,
  failOrganization,
  keyOfRow,
  nextChunk,
  rowsLeft,
  rowsToAskAbout,
  settleRow,
} from './run.ts';
import type { Chunk, Run } from './run.ts';

export interface ExecutionOptions {
  call: CallServer;
  userId: string;
  log: Log;
  /** Whether the run's user is signed in and the server can be reached. */
  isOnline: () => boolean;
  /** Whether the run's user is signed in. */
  isSignedIn: () => boolean;
  /** The run or what it waits for has changed. */
  onChange: () => void;
  /** Keeps the run now: a chunk is about to be sent, or the run has ended. */
  save: () => void;
  now?: () => number;
}

/** A run that is being carried out. */
export interface Execution {
  /** What it waits for and whether a request is under way. */
  state(): Pick<RunSummary, 'waitingFor' | 'isBusy'>;
  /** The run, the connection or the user has changed: goes on, or ends what it waits for. */
  wake(): void;
}

/** Rows that are sent one by one are sent so many at the same time: one is slow, all of them overload the server. */
const parallel = 4;
/** The waits after a server could not be reached, in seconds; the last one is repeated. */
const awaySeconds = [1, 2, 4, 8, 16, 30];
/** A row waits this long when the server limits the rate; a longer wait is about this row, which has failed then. */
const longestLimitSeconds = 60;
/** So often does a row wait for the rate limit. */
const mostLimits = 3;

/** Starts carrying out a run. It goes on until the run has ended, is paused, or its user is no longer signed in. */
export function executeRun(run: Run, options: ExecutionOptions): Execution {
  const { call, userId, log, isOnline, isSignedIn, onChange, save, now = Date.now } = options;
  let waitingFor: RunSummary['waitingFor'] = null;
  let isWorking = false;
  let requests = 0;
  /** Ends the wait that is under way. */
  let endWait: (() => void) | undefined;
  let wasOnline = isOnline();
  /** Until when nothing is sent because the server was away, or had too many requests. */
  let awayUntil = 0;
  let limitedUntil = 0;
  let timesAway = 0;
  const limits = new Map<number, number>();

  const isActive = (): boolean => run.status === 'running' && isSignedIn();

  async function work(): Promise<void> {
    isWorking = true;
    try {
      while (isActive()) {
        if (!isOnline()) await wait('server', undefined);
        else if (awayUntil > now()) await wait('server', awayUntil - now());
        else if (limitedUntil > now()) await wait('limit', limitedUntil - now());
        else await sendNext();
      }
    } finally {
      isWorking = false;
      save();
      onChange();
    }
  }

  async function wait(reason: 'server' | 'limit', ms: number | undefined): Promise<void> {
    const over = Promise.withResolvers<void>();
    const timer = ms === undefined ? undefined : setTimeout(() => over.resolve(), ms);
    endWait = () => over.resolve();
    waitingFor = reason;
    onChange();
    await over.promise;
    clearTimeout(timer);
    endWait = undefined;
    waitingFor = null;
  }

  async function sendNext(): Promise<void> {
    const asked = rowsToAskAbout(run, now());
    if (asked.length > 0) {
      await ask(asked);
      return;
    }
    const chunk = nextChunk(run);
    if (chunk === undefined) return;
    beginChunk(chunk, now());
    // The key is on disk before the server gets it.
    save();
    await (run.kind === 'invite' ? sendBulk(chunk) : sendOneByOne(chunk));
  }

  async function ask(asked: readonly number[]): Promise<void> {
    const rows = asked.flatMap((index) => {
      const row = run.rows[index];
      return row ? [{ index, row, begunAt: begunAtOf(run, index) }] : [];
    });
    try {
      applyAnswers(run, asked, await request(() => askAboutRows({ call, kind: run.kind, userId }, rows)));
      save();
    } catch (error) {
      const failure = failureOf(error, log);
      const organizationId = rows[0]?.row.organizationId ?? '';
      if (failure.means === 'away' || failure.means === 'limited') takeBreak(failure);
      else failOrganization(run, organizationId, failure.problem);
    }
  }

  async function request<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    requests += 1;
    onChange();
    try {
      const answer = await send();
      timesAway = 0;
      return answer;
    } finally {
      requests -= 1;
      onChange();
    }
  }

  /** Sends a chunk with one request. */
  async function sendBulk(chunk: Chunk): Promise<void> {
    const rows = chunk.rows.flatMap((index) => run.rows[index] ?? []);
    const organizationId = rows[0]?.organizationId ?? '';
    const invites = rows.map(({ email, role = '' }) => ({ email, role }));
    try {
      const { results } = await request(() =>
        call(bulkInvite, { params: { organizationId }, body: { invites } }, { idempotencyKey: chunk.key }),
      );
      for (const [position, index] of chunk.rows.entries())
        settleRow(run, index, resultOfInvitation(results[position]));
    } catch (error) {
      const failure = failureOf(error, log);
      if (failure.means === 'away' || failure.means === 'limited') takeBreak(failure);
      else if (failure.means === 'not-allowed') failOrganization(run, organizationId, failure.problem);
      else for (const index of rowsLeft(run, chunk)) settleRow(run, index, failedRow(failure));
    }
  }

  /** Sends each row of a chunk with a request of its own, a few at the same time. */
  async function sendOneByOne(chunk: Chunk): Promise<void> {
    const rows = rowsLeft(run, chunk);
    let next = 0;
    let isHalted = false;
    const worker = async (): Promise<void> => {
      while (next < rows.length && !isHalted && isActive()) {
        const index = rows[next];
        next += 1;
        // Another row may have had the whole organization refused.
        if (index === undefined || run.results.has(index)) continue;
        if (!(await sendRow(chunk, index))) isHalted = true;
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
  }

  /** @returns false when no other row should be sent now */
  async function sendRow(chunk: Chunk, index: number): Promise<boolean> {
    const row = run.rows[index];
    const params = { organizationId: row?.organizationId ?? '', inviteId: row?.inviteId ?? '' };
    const endpoint = run.kind === 'resend' ? resendInvite : revokeInvite;
    try {
      await request(() => call(endpoint, { params, body: {} }, { idempotencyKey: keyOfRow(chunk, index) }));
      settleRow(run, index, { state: 'done' });
      return true;
    } catch (error) {
      const failure = failureOf(error, log);
      if (failure.means === 'away' || (failure.means === 'limited' && waitsForLimit(index, failure))) {
        takeBreak(failure);
        return false;
      }
      if (failure.means === 'not-allowed') failOrganization(run, params.organizationId, failure.problem);
      else settleRow(run, index, failedRow(failure));
      return true;
    }
  }

  function waitsForLimit(
    index: number,
    { retryAfter = Infinity }: { retryAfter: number | undefined },
  ): boolean {
    const times = (limits.get(index) ?? 0) + 1;
    const waits = retryAfter <= longestLimitSeconds && times <= mostLimits;
    limits.set(index, waits ? times : 0);
    return waits;
  }

  /** The rows that were not answered stay as they are, and are sent again with the same keys. */
  function takeBreak({ means, retryAfter }: Extract<CallFailure, { retryAfter: unknown }>): void {
    if (means === 'limited') {
      limitedUntil = now() + (retryAfter ?? longestLimitSeconds) * 1000;
    } else {
      const seconds = retryAfter ?? awaySeconds[Math.min(timesAway, awaySeconds.length - 1)] ?? 30;
      timesAway += 1;
      awayUntil = now() + seconds * 1000;
    }
  }

  function wake(): void {
    const isOnlineNow = isOnline();
    // The server is back: there is no need to wait for the rest of the time.
    if (isOnlineNow && !wasOnline) awayUntil = 0;
    wasOnline = isOnlineNow;
    if (isWorking) endWait?.();
    else if (isActive()) void work().catch((error: unknown) => log.error('work.stopped', { error }));
  }

  wake();
  return { state: () => ({ waitingFor, isBusy: requests > 0 }), wake };
}

function resultOfInvitation(result: BulkResult | undefined): RowResult {
  if (result?.outcome === 'invited') return { state: 'done' };
  return { state: 'failed', problem: { code: result?.code ?? '', detail: '' }, isUncertain: false };
}

/** A limit says nothing about an earlier request for the same row, whose answer may have been lost. */
function failedRow({ means, problem }: Extract<CallFailure, { problem: unknown }>): RowResult {
  return { state: 'failed', problem, isUncertain: means !== 'refused' };
}
