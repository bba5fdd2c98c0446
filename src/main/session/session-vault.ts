import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import type { SessionPersistence } from '#contract/bridge/types';
import { membership } from '#contract/account/api';
import { sessionTokens } from '#contract/session/api';
import type { Log } from '../diagnostics/log.ts';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { isTrustworthy } from './keychain.ts';
import type { Keychain } from './keychain.ts';

/** Everything that is needed to continue a session after a restart. */
const savedSession = z.object({
  version: z.literal(1),
  server: z.string(),
  tokens: sessionTokens,
  freshUntil: z.number(),
  /** Absent for a server of release 0.1.0, and in what an app of that release has saved. */
  serverRelease: z.string().optional(),
  memberships: z.array(membership),
});
export type SavedSession = Omit<z.infer<typeof savedSession>, 'version'>;

export interface SessionVault {
  /** Whether a session survives a restart on this computer; if not, a sentence for the user. */
  persistence(): SessionPersistence;
  /** The saved session; undefined when there is none that can be read. */
  load(): SavedSession | undefined;
  save(session: SavedSession): void;
  clear(): void;
}

const noKeychain =
  'You’ll need to sign in again next time, because no keychain is available on this computer.';
const locked = 'Your keychain is locked. Unlock it to stay signed in.';
const notSaved =
  'You’ll need to sign in again next time, because the session couldn’t be saved on this computer.';

/**
 * Saves the session in one encrypted file. Without a trustworthy keychain nothing is written: the system would
 * "encrypt" with a key that everybody knows.
 */
export function createSessionVault({
  path,
  keychain,
  log,
}: {
  path: string;
  keychain: Keychain;
  log: Log;
}): SessionVault {
  let hasFailed = false;

  function clear(): void {
    try {
      rmSync(path, { force: true });
    } catch (error) {
      log.error('vault.not_cleared', { error });
    }
  }

  return {
    persistence() {
      if (keychain.isLocked?.() === true) return { keychain: false, reason: locked };
      if (!isTrustworthy(keychain)) return { keychain: false, reason: noKeychain };
      return hasFailed ? { keychain: false, reason: notSaved } : { keychain: true };
    },
    load() {
      if (!isTrustworthy(keychain)) return undefined;
      const encrypted = readIfPresent(path);
      if (encrypted === undefined) return undefined;
      try {
        return savedSession.parse(JSON.parse(keychain.decryptString(encrypted)));
      } catch {
        // The file is truncated, or from another keyring or version. The user signs in again.
        log.warn('vault.unreadable');
        return undefined;
      }
    },
    save(session) {
      if (!isTrustworthy(keychain)) {
        // An older session must not come back in place of this one.
        clear();
        return;
      }
      try {
        const content: z.infer<typeof savedSession> = { version: 1, ...session };
        writeFileAtomically(path, keychain.encryptString(JSON.stringify(content)));
        hasFailed = false;
      } catch (error) {
        hasFailed = true;
        log.error('vault.not_written', { error });
        clear();
      }
    },
    clear,
  };
}

function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
