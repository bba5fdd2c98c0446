import type { NewRun, RunReport, RunSummary, WorkKind } from '#contract/work/model';
import type { Log } from '../diagnostics/log.ts';
import { signedOutError } from '../session/credential.ts';
import type { CallServer } from './call-server.ts';
import { executeRun } from './run-execution.ts';
import type { Execution } from './run-execution.ts';
import type { OwnedRuns, RunStore } from './run-store.ts';
import { countRows, createRun, pauseRun, reportOf, resumeRun, retryFailed, stopRun } from './run.ts';
import type { Run } from './run.ts';

/** The user whose runs are shown and go on. */
export interface WorkOwner {
  server: string;
  userId: string;
}

/** All bulk runs. They belong to the main process, so that they go on whatever the windows show. */
export interface Work {
  /**
   * Sets the signed-in user; undefined: none. The runs of others wait, and are shown to nobody else.
   *
   * @param isSignedOut the user has signed out, and knew what was left: their runs are deleted
   */
  setOwner(owner: WorkOwner | undefined, isSignedOut: boolean): void;
  setConnected(isConnected: boolean): void;
  runs(): RunSummary[];
  report(runId: string): RunReport | null;
  /** @returns the run's id @throws BridgeProblemError when nobody is signed in */
  start(run: NewRun): string;
  pause(runId: string): void;
  resume(runId: string): void;
  stop(runId: string): void;
  retryFailed(runId: string): void;
  dismiss(runId: string): void;
  /** How many rows of unfinished runs are left, for each kind that has any. */
  left(): Map<WorkKind, number>;
  /** Whether what is left goes on after a restart of the app. */
  isKept(): boolean;
  /** The keychain was locked and is open now: takes up what was saved. */
  useOpenedKeychain(): void;
  /** Saves everything as it is now: the app quits. */
  save(): void;
}

export interface WorkOptions {
  call: CallServer;
  store: RunStore;
  log: Log;
  /** Receives the runs of the signed-in user after each change, a few times a second at most. */
  onChange: (runs: RunSummary[]) => void;
  /** The server's time, in milliseconds since the epoch. */
  now?: () => number;
}

/** Windows get the progress this often. */
const publishMs = 150;

export function createWork({ call, store, log, onChange, now = Date.now }: WorkOptions): Work {
  const owners: OwnedRuns[] = [];
  let isLoaded = false;
  const executions = new Map<string, Execution>();
  let current: OwnedRuns | undefined;
  let isConnected = true;
  let publishing: NodeJS.Timeout | undefined;

  /** Loads the saved runs, once the keychain is there. */
  function load(): void {
    const saved = isLoaded ? undefined : store.load();
    if (saved === undefined) return;
    isLoaded = true;
    for (const owner of saved) ownerOf(owner).runs.unshift(...owner.runs);
  }

  function save(): void {
    load();
    // What could not be loaded yet must not be overwritten.
    if (isLoaded) store.save(owners);
  }

  function ownerOf({ server, userId }: WorkOwner): OwnedRuns {
    const known = owners.find((one) => one.server === server && one.userId === userId);
    if (known) return known;
    const owner: OwnedRuns = { server, userId, runs: [] };
    owners.push(owner);
    return owner;
  }

  function publish(): void {
    publishing ??= setTimeout(() => {
      publishing = undefined;
      onChange(summaries());
    }, publishMs);
  }

  function summaries(): RunSummary[] {
    return (current?.runs ?? []).map(summaryOf);
  }

  function summaryOf(run: Run): RunSummary {
    const state = executions.get(run.id)?.state() ?? { waitingFor: null, isBusy: false };
    const organizationIds = [...new Set(run.rows.map(({ organizationId }) => organizationId))];
    return {
      id: run.id,
      kind: run.kind,
      organizationIds,
      status: run.status,
      ...state,
      counts: countRows(run),
    };
  }

  function goOn(owner: OwnedRuns): void {
    for (const run of owner.runs) {
      const execution = executions.get(run.id);
      if (execution) {
        execution.wake();
        continue;
      }
      const isSignedIn = (): boolean => current === owner;
      const callAsOwner: CallServer = async (endpoint, input, options) => {
        // What remains is never done in the name of the next user.
        if (!isSignedIn()) throw signedOutError();
        return call(endpoint, input, options);
      };
      executions.set(
        run.id,
        executeRun(run, {
          call: callAsOwner,
          userId: owner.userId,
          log,
          isSignedIn,
          isOnline: () => isConnected && isSignedIn(),
          onChange: publish,
          save,
          now,
        }),
      );
    }
    publish();
  }

  function forget(owner: OwnedRuns): void {
    for (const run of owner.runs) {
      stopRun(run);
      executions.get(run.id)?.wake();
      executions.delete(run.id);
    }
    owners.splice(owners.indexOf(owner), 1);
    save();
  }

  function change(runId: string, apply: (run: Run) => void): void {
    const run = current?.runs.find(({ id }) => id === runId);
    if (!current || !run) return;
    apply(run);
    save();
    goOn(current);
  }

  return {
    setOwner(next, isSignedOut) {
      const before = current;
      if (next && before?.server === next.server && before.userId === next.userId) return;
      current = undefined;
      if (before) {
        if (isSignedOut) forget(before);
        else goOn(before);
      }
      if (next) {
        load();
        current = ownerOf(next);
        goOn(current);
      }
      publish();
    },
    setConnected(next) {
      isConnected = next;
      if (current) goOn(current);
    },
    runs: summaries,
    report(runId) {
      const run = current?.runs.find(({ id }) => id === runId);
      return run ? reportOf(run) : null;
    },
    start(given) {
      if (!current) throw signedOutError();
      const run = createRun(crypto.randomUUID(), given);
      current.runs.push(run);
      save();
      goOn(current);
      return run.id;
    },
    pause: (runId) => change(runId, pauseRun),
    resume: (runId) => change(runId, resumeRun),
    stop: (runId) => change(runId, stopRun),
    retryFailed: (runId) => change(runId, retryFailed),
    dismiss: (runId) =>
      change(runId, (run) => {
        if (!current || run.status === 'running' || run.status === 'paused') return;
        current.runs = current.runs.filter(({ id }) => id !== run.id);
        executions.delete(run.id);
      }),
    left() {
      const left = new Map<WorkKind, number>();
      for (const { kind, status, counts } of summaries()) {
        if (status === 'running' || status === 'paused') left.set(kind, (left.get(kind) ?? 0) + counts.left);
      }
      return left;
    },
    isKept: () => store.isKept(),
    useOpenedKeychain() {
      load();
      if (current) goOn(current);
    },
    save,
  };
}
