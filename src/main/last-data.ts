import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file.ts';
import { isTrustworthy } from './keychain.ts';
import type { Keychain } from './keychain.ts';
import type { Log } from './log.ts';

/** Whose data they are: another person, or the same one on another server, never sees them. */
export interface DataOwner {
  server: string;
  userId: string;
}

const keptData = z.object({
  /** Of the app that wrote it: another one may mean something else by the same words. */
  app: z.string(),
  server: z.string(),
  userId: z.string(),
  data: z.string(),
});

/** What the windows showed last. It is about people, so it lies on the disk encrypted by the keychain, or not at all. */
export interface LastData {
  /** Whose data it is about from now on; undefined: nobody's. What was kept of anybody else is gone when it returns. */
  setOwner(owner: DataOwner | undefined): void;
  /** What was kept; null when there is nothing that can be used. */
  read(): string | null;
  /** Keeps what somebody saw; not for anybody who is not the owner any more. */
  write(userId: string, data: string): void;
  /** The windows have been told newer things: what was kept is of no use to any of them any more. */
  supersede(): void;
}

export interface LastDataOptions {
  path: string;
  appVersion: string;
  keychain: Keychain;
  log: Log;
}

export function createLastData({ path, appVersion, keychain, log }: LastDataOptions): LastData {
  let owner: DataOwner | undefined;
  let isSuperseded = false;

  function clear(): void {
    try {
      for (const one of [path, `${path}.new`]) rmSync(one, { force: true });
    } catch (error) {
      log.error('last_data.not_cleared', { error });
    }
  }

  function readFile(): z.infer<typeof keptData> | undefined {
    try {
      const kept = keptData.parse(JSON.parse(keychain.decryptString(readFileSync(path))));
      return kept.app === appVersion ? kept : undefined;
    } catch {
      // None there, cut short, another keyring's: all the same.
      return undefined;
    }
  }

  return {
    setOwner(next) {
      if (next !== undefined && next.server === owner?.server && next.userId === owner.userId) return;
      // At a start nobody was the owner before, and the file may be theirs: `read` finds out.
      if (next === undefined || owner !== undefined) clear();
      owner = next;
    },
    read() {
      if (owner === undefined || isSuperseded || !isTrustworthy(keychain)) return null;
      const kept = readFile();
      if (kept?.server === owner.server && kept.userId === owner.userId) return kept.data;
      clear();
      return null;
    },
    write(userId, data) {
      if (owner?.userId !== userId || !isTrustworthy(keychain)) return;
      try {
        const content: z.infer<typeof keptData> = { app: appVersion, ...owner, data };
        writeFileAtomically(path, keychain.encryptString(JSON.stringify(content)));
      } catch (error) {
        log.warn('last_data.not_written', { error });
        clear();
      }
    },
    supersede() {
      isSuperseded = true;
    },
  };
}
