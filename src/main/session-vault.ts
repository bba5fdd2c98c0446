import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import type { SessionKeeping } from '#contract/admin-bridge';
import { membership, sessionTokens } from '#contract/session';
import { writeFileAtomically } from './atomic-file.ts';
import { isTrustworthy } from './keychain.ts';
import type { Keychain } from './keychain.ts';
import type { Log } from './log.ts';

/** All that is needed to go on with a session after a restart. */
const keptSession = z.object({
  version: z.literal(1),
  server: z.string(),
  tokens: sessionTokens,
  freshUntil: z.number(),
  memberships: z.array(membership),
});
export type KeptSession = Omit<z.infer<typeof keptSession>, 'version'>;

export interface SessionVault {
  /** Whether a session outlives the app here; if not, why, in words. */
  keeping(): SessionKeeping;
  /** The session that was kept; undefined when there is none that can be read. */
  read(): KeptSession | undefined;
  write(session: KeptSession): void;
  clear(): void;
}

const noKeychain =
  'This computer has no keychain that the app could keep you signed in with: it will ask again next time.';
const notSaved =
  'The session could not be saved on this computer: the app will ask you to sign in again next time.';

/**
 * Keeps the session in one encrypted file, or not at all: without a real keychain the system "encrypts" with a key
 * that everybody knows, so nothing is written then.
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
    keeping() {
      if (!isTrustworthy(keychain)) return { keychain: false, reason: noKeychain };
      return hasFailed ? { keychain: false, reason: notSaved } : { keychain: true };
    },
    read() {
      if (!isTrustworthy(keychain)) return undefined;
      const encrypted = readIfThere(path);
      if (encrypted === undefined) return undefined;
      try {
        return keptSession.parse(JSON.parse(keychain.decryptString(encrypted)));
      } catch {
        // Cut short, another keyring's, another version's: none of it is worth more than signing in again.
        log.warn('vault.unreadable');
        return undefined;
      }
    },
    write(session) {
      if (!isTrustworthy(keychain)) {
        // An older session must not come back in place of this one.
        clear();
        return;
      }
      try {
        const content: z.infer<typeof keptSession> = { version: 1, ...session };
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

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
