import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { fieldError } from '#contract/problem';
import { runStatuses, workKinds } from '#contract/work/model';
import type { RowResult } from '#contract/work/model';
import type { Log } from '../diagnostics/log.ts';
import { temporaryPathOf, writeFileAtomically } from '../files/atomic-write.ts';
import { isTrustworthy } from '../session/keychain.ts';
import type { Keychain } from '../session/keychain.ts';
import type { Run } from './run.ts';

/** The runs of one user on one server. */
export interface OwnedRuns {
  server: string;
  userId: string;
  runs: Run[];
}

/** A row, as the window hands it over and as it is kept. */
export const runRow = z.strictObject({
  line: z.int(),
  organizationId: z.string().max(100),
  email: z.string().max(1000),
  name: z.string().max(2000),
  role: z.string().max(100).optional(),
  inviteId: z.string().max(100).optional(),
  sendCount: z.int().optional(),
  skipped: z.string().max(1000).optional(),
});

const result = z.union([
  z.strictObject({ state: z.literal('done') }),
  z.strictObject({
    state: z.literal('failed'),
    problem: z.object({
      code: z.string(),
      detail: z.string(),
      errors: z.array(fieldError).optional(),
      retryAfter: z.number().optional(),
    }),
    isUncertain: z.boolean(),
  }),
]);

const savedRun = z.strictObject({
  id: z.string(),
  kind: z.enum(workKinds),
  status: z.enum(runStatuses),
  rows: z.array(runRow),
  chunks: z.array(
    z.strictObject({ key: z.string(), rows: z.array(z.int()), begunAt: z.number().nullable() }),
  ),
  results: z.array(z.tuple([z.int(), result])),
  keys: z.int(),
});

const savedRuns = z.strictObject({
  version: z.literal(1),
  /** In milliseconds since the epoch. */
  savedAt: z.number(),
  owners: z.array(z.strictObject({ server: z.string(), userId: z.string(), runs: z.array(savedRun) })),
});

/** The runs on disk. They name people, so they are encrypted with the keychain's key or not written. */
export interface RunStore {
  /** Whether the runs outlive the app. */
  isKept(): boolean;
  /**
   * The runs as they were saved last; those that were running go on, or wait for the user after a long time.
   *
   * @returns undefined while there is no keychain, which may only be locked
   */
  load(): OwnedRuns[] | undefined;
  save(owners: readonly OwnedRuns[]): void;
}

/** A run that has rested for longer than this goes on only when its user says so. */
const longestRestMs = 24 * 60 * 60 * 1000;

/** @param path the file, in the app's profile */
export function createRunStore({
  path,
  keychain,
  log,
  now = Date.now,
}: {
  path: string;
  keychain: Keychain;
  log: Log;
  now?: () => number;
}): RunStore {
  let hasFailed = false;

  function clear(): void {
    try {
      for (const file of [path, temporaryPathOf(path)]) rmSync(file, { force: true });
    } catch (error) {
      log.error('work.not_deleted', { error });
    }
  }

  return {
    isKept: () => isTrustworthy(keychain) && !hasFailed,
    load() {
      if (!isTrustworthy(keychain)) return undefined;
      const encrypted = readIfPresent(path);
      if (encrypted === undefined) return [];
      try {
        const { savedAt, owners } = savedRuns.parse(JSON.parse(keychain.decryptString(encrypted)));
        const rested = now() - savedAt;
        const goesOn = rested >= 0 && rested < longestRestMs;
        return owners.map(({ runs, ...owner }) => ({
          ...owner,
          runs: runs.map((run) => restore(run, goesOn)),
        }));
      } catch {
        // The file is truncated, or from another keyring or release.
        log.warn('work.unreadable');
        return [];
      }
    },
    save(owners) {
      const withRuns = owners.filter(({ runs }) => runs.length > 0);
      if (withRuns.length === 0 || !isTrustworthy(keychain)) {
        clear();
        return;
      }
      try {
        const content: z.input<typeof savedRuns> = {
          version: 1,
          savedAt: now(),
          owners: withRuns.map(({ server, userId, runs }) => ({ server, userId, runs: runs.map(toSaved) })),
        };
        writeFileAtomically(path, keychain.encryptString(JSON.stringify(content)));
        hasFailed = false;
      } catch (error) {
        hasFailed = true;
        log.error('work.not_written', { error });
        // An older state would send rows again.
        clear();
      }
    },
  };
}

function toSaved(run: Run): z.input<typeof savedRun> {
  const { id, kind, status, rows, chunks, results, keys } = run;
  return { id, kind, status, rows: [...rows], chunks, results: [...results], keys };
}

function restore(saved: z.output<typeof savedRun>, goesOn: boolean): Run {
  const results = new Map<number, RowResult>(saved.results);
  const status = saved.status === 'running' && !goesOn ? 'paused' : saved.status;
  return { ...saved, status, results, isAskedFirst: true };
}

function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
