import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SessionState } from '#contract/bridge/types';
import type { Log } from '../diagnostics/log.ts';
import { temporaryPathOf, writeFileAtomically } from '../files/atomic-write.ts';
import { isTrustworthy } from './keychain.ts';
import type { Keychain } from './keychain.ts';

/** The user whose data a snapshot contains. It is never shown to anyone else, nor to the same user on another server. */
export interface SnapshotOwner {
  server: string;
  userId: string;
}

const savedSnapshot = z.object({
  /** The version of the app that saved it. Another version may read the data differently. */
  app: z.string(),
  server: z.string(),
  userId: z.string(),
  data: z.string(),
});
type SavedSnapshot = z.infer<typeof savedSnapshot>;

/**
 * The renderer's query cache on disk, from which the next start shows its first screen. It contains personal data, so
 * it is encrypted with the keychain's key or not written.
 */
export interface CacheSnapshot {
  /** Sets the signed-in user, undefined for none. Deletes the snapshot of any other user. */
  setOwner(owner: SnapshotOwner | undefined): void;
  /** The saved snapshot of the owner; null when there is none that can be used. */
  load(): string | null;
  /** Saves a snapshot, unless the user who made it is no longer signed in. */
  save(userId: string, data: string): void;
  /** Declares the snapshot outdated, because the windows have newer data: `load` returns null from now on. */
  markStale(): void;
}

export interface CacheSnapshotOptions {
  /** The folder of the app's profile. */
  folder: string;
  appVersion: string;
  keychain: Keychain;
  log: Log;
}

/** The file of version 0.1.0, which this version does not read. */
const formerFileName = 'last-data';

export function createCacheSnapshot({
  folder,
  appVersion,
  keychain,
  log,
}: CacheSnapshotOptions): CacheSnapshot {
  const path = join(folder, 'cache-snapshot');
  let owner: SnapshotOwner | undefined;
  let isStale = false;

  function deleteFiles(...files: string[]): void {
    try {
      for (const file of files) rmSync(file, { force: true });
    } catch (error) {
      log.error('cache_snapshot.not_deleted', { error });
    }
  }

  function clear(): void {
    deleteFiles(path, temporaryPathOf(path));
  }

  function readFile(): SavedSnapshot | undefined {
    try {
      const saved = savedSnapshot.parse(JSON.parse(keychain.decryptString(readFileSync(path))));
      return saved.app === appVersion ? saved : undefined;
    } catch {
      // The file is missing, truncated or from another keyring.
      return undefined;
    }
  }

  deleteFiles(join(folder, formerFileName));
  return {
    setOwner(next) {
      if (next !== undefined && next.server === owner?.server && next.userId === owner.userId) return;
      // At a start there was no owner before, and the file may belong to this one: `load` checks it.
      if (next === undefined || owner !== undefined) clear();
      owner = next;
    },
    load() {
      if (owner === undefined || isStale || !isTrustworthy(keychain)) return null;
      const saved = readFile();
      if (saved?.server === owner.server && saved.userId === owner.userId) return saved.data;
      clear();
      return null;
    },
    save(userId, data) {
      if (owner?.userId !== userId || !isTrustworthy(keychain)) return;
      try {
        const content: SavedSnapshot = { app: appVersion, ...owner, data };
        writeFileAtomically(path, keychain.encryptString(JSON.stringify(content)));
      } catch (error) {
        log.warn('cache_snapshot.not_written', { error });
        clear();
      }
    },
    markStale() {
      isStale = true;
    },
  };
}

export function snapshotOwnerOf(state: SessionState): SnapshotOwner | undefined {
  return state.status === 'signed-in' ? { server: state.server, userId: state.user.id } : undefined;
}
