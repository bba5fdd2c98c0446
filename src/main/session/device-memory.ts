import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DeviceMemory } from '../backend/backend-client.ts';
import type { Log } from '../diagnostics/log.ts';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { isTrustworthy } from './keychain.ts';
import type { Keychain } from './keychain.ts';

/** How many servers are remembered. */
const mostServers = 10;
/** Far more than a server gives. */
const maxLength = 2_000;
/** The value of each server; the last one signed in to comes last. */
const remembered = z.record(z.string(), z.string());

/**
 * Remembers what servers know this device by, across sign-outs, in one encrypted file. Without a trustworthy keychain it
 * remembers until the app is quit.
 */
export function createDeviceMemory({
  path,
  keychain,
  log,
}: {
  path: string;
  keychain: Keychain;
  log: Log;
}): DeviceMemory {
  let known: Map<string, string> | undefined;

  function load(): Map<string, string> {
    if (!isTrustworthy(keychain)) return new Map();
    try {
      const text = keychain.decryptString(readFileSync(path));
      return new Map(Object.entries(remembered.parse(JSON.parse(text))));
    } catch {
      // There is none yet, or it is damaged or from another keyring: the next sign-in writes a new one.
      return new Map();
    }
  }

  return {
    // Not read before the first sign-in, which few starts of the app have.
    read: (server) => (known ??= load()).get(server),
    write(server, device) {
      known ??= load();
      if (device.length > maxLength || known.get(server) === device) return;
      known.delete(server);
      known.set(server, device);
      for (const oldest of known.keys()) if (known.size > mostServers) known.delete(oldest);
      if (!isTrustworthy(keychain)) return;
      try {
        writeFileAtomically(path, keychain.encryptString(JSON.stringify(Object.fromEntries(known))));
      } catch (error) {
        log.warn('devices.not_written', { error });
      }
    },
  };
}
