import type {
  NewRun,
  RowProblem,
  RowResult,
  RunCounts,
  RunReport,
  RunRow,
  RunStatus,
  WorkKind,
} from '#contract/work/model';

/**
 * The rules of a run, without network, disk or timers; `run-execution.ts` carries it out.
 *
 * A row that has no result is still to be done. Rows are sent in chunks, each with an idempotency key that is made when
 * the chunk is, and kept: a chunk whose answer was lost is sent again with the same key and the same rows, and the server
 * answers as it did the first time. A row gets another key only when the server has refused it, or says that it has not
 * been done.
 */
export interface Run {
  id: string;
  kind: WorkKind;
  status: RunStatus;
  rows: readonly RunRow[];
  chunks: Chunk[];
  /** By the index of the row. */
  results: Map<number, RowResult>;
  /** How many keys were made. */
  keys: number;
  /** The app was restarted since: the server is asked about the rows before any of them is sent. */
  isAskedFirst: boolean;
}

/** Rows of one organization that are sent together, or one after the other. */
export interface Chunk {
  key: string;
  /** Their indexes in the run. */
  rows: number[];
  /** When it was first sent, in milliseconds since the epoch; null: never. */
  begunAt: number | null;
}

/** Few enough for the progress to move and for a stop to take effect soon. */
const chunkSize = 50;

/** The server keeps answers under an idempotency key for 24 hours. The rest is for clocks that differ. */
const keyLifetimeMs = 20 * 60 * 60 * 1000;

/** @param id unique among all runs of the user, on every computer */
export function createRun(id: string, { kind, rows }: NewRun): Run {
  const run: Run = {
    id,
    kind,
    status: 'running',
    rows,
    chunks: [],
    results: new Map(),
    keys: 0,
    isAskedFirst: false,
  };
  addChunks(
    run,
    rows.flatMap((row, index) => (row.skipped === undefined ? [index] : [])),
  );
  finishIfDone(run);
  return run;
}

function addChunks(run: Run, indexes: readonly number[]): void {
  const byOrganization = Map.groupBy(indexes, (index) => run.rows[index]?.organizationId);
  for (const ofOrganization of byOrganization.values()) {
    for (let from = 0; from < ofOrganization.length; from += chunkSize) {
      run.keys += 1;
      const rows = ofOrganization.slice(from, from + chunkSize);
      run.chunks.push({ key: `${run.id}.${run.keys}`, rows, begunAt: null });
    }
  }
}

/** The next chunk to send; undefined when nothing is left. */
export function nextChunk(run: Run): Chunk | undefined {
  return run.chunks.find((chunk) => rowsLeft(run, chunk).length > 0);
}

/** The rows of a chunk that are still to be done. */
export function rowsLeft(run: Run, chunk: Chunk): number[] {
  return chunk.rows.filter((index) => !run.results.has(index));
}

/** Marks a chunk before it is sent: from now on the server may have done its rows. */
export function beginChunk(chunk: Chunk, now: number): void {
  chunk.begunAt ??= now;
}

/** The key of one row, where rows are sent one by one. */
export function keyOfRow(chunk: Chunk, index: number): string {
  return `${chunk.key}.${index}`;
}

export function settleRow(run: Run, index: number, result: RowResult): void {
  run.results.set(index, result);
  finishIfDone(run);
}

/** Gives all rows of an organization that are left the same result, because the server refuses each of them. */
export function failOrganization(run: Run, organizationId: string, problem: RowProblem): void {
  const isConcerned = (index: number) => run.rows[index]?.organizationId === organizationId;
  for (const chunk of run.chunks) {
    // The server refuses the caller before it looks whether it has done this chunk already.
    const isUncertain = chunk.begunAt !== null;
    for (const index of rowsLeft(run, chunk).filter(isConcerned))
      run.results.set(index, { state: 'failed', problem, isUncertain });
  }
  finishIfDone(run);
}

/** A run that was paused or stopped during its last request has nothing left either. */
function finishIfDone(run: Run): void {
  if (nextChunk(run) === undefined) run.status = 'done';
}

export function pauseRun(run: Run): void {
  if (run.status === 'running') run.status = 'paused';
}

/** Goes on with a run that was paused or stopped and has rows left. */
export function resumeRun(run: Run): void {
  if ((run.status === 'paused' || run.status === 'stopped') && nextChunk(run)) run.status = 'running';
}

export function stopRun(run: Run): void {
  if (run.status === 'running' || run.status === 'paused') run.status = 'stopped';
}

/** Tries the failed rows of a run that is done once more. */
export function retryFailed(run: Run): void {
  if (run.status !== 'done') return;
  const refused: number[] = [];
  for (const [index, result] of run.results) {
    if (result.state !== 'failed') continue;
    run.results.delete(index);
    // One that the server may have done stays in its chunk, with its key.
    if (!result.isUncertain) refused.push(index);
  }
  takeOutOfChunks(run, refused);
  addChunks(
    run,
    refused.toSorted((a, b) => a - b),
  );
  run.status = 'running';
  finishIfDone(run);
}

function takeOutOfChunks(run: Run, indexes: readonly number[]): void {
  const taken = new Set(indexes);
  run.chunks = run.chunks
    .map((chunk) => ({ ...chunk, rows: chunk.rows.filter((index) => !taken.has(index)) }))
    .filter(({ rows }) => rows.length > 0);
}

/**
 * The rows that the server has to be asked about before they are sent: after a restart all that are left, otherwise those
 * of a chunk whose key the server may have forgotten. A chunk that was sent a short time ago is never among them: the
 * server recognizes its key, which says more than any question.
 */
export function rowsToAskAbout(run: Run, now: number): number[] {
  return run.chunks.flatMap((chunk) => {
    const isForgotten = chunk.begunAt !== null && !isKeyKept(chunk.begunAt, now);
    const isAsked = isForgotten || (chunk.begunAt === null && run.isAskedFirst);
    return isAsked ? rowsLeft(run, chunk) : [];
  });
}

/** When the row was first sent; null: never. */
export function begunAtOf(run: Run, index: number): number | null {
  return run.chunks.find(({ rows }) => rows.includes(index))?.begunAt ?? null;
}

function isKeyKept(begunAt: number, now: number): boolean {
  const age = now - begunAt;
  // A clock that was set back says nothing about the age.
  return age >= 0 && age < keyLifetimeMs;
}

/**
 * Takes over what the server said about rows.
 *
 * @param asked the rows that it was asked about
 * @param known those that need not be sent; the others have not been done, and get a new key
 */
export function applyAnswers(
  run: Run,
  asked: readonly number[],
  known: ReadonlyMap<number, RowResult>,
): void {
  run.isAskedFirst = false;
  for (const [index, result] of known) run.results.set(index, result);
  takeOutOfChunks(run, asked);
  addChunks(
    run,
    asked.filter((index) => !known.has(index)),
  );
  finishIfDone(run);
}

export function countRows(run: Run): RunCounts {
  const total = run.rows.filter(({ skipped }) => skipped === undefined).length;
  const failed = [...run.results.values()].filter(({ state }) => state === 'failed').length;
  const done = run.results.size - failed;
  return { total, done, failed, left: total - done - failed };
}

export function reportOf(run: Run): RunReport {
  const rows = run.rows.map((row, index) => ({ row, result: run.results.get(index) ?? null }));
  return { id: run.id, kind: run.kind, rows };
}
