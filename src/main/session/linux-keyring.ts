import type { Log } from '../diagnostics/log.ts';
import type { Keychain } from './keychain.ts';
import type { Keyring, KeyringState } from './secret-service.ts';
import type { SessionBus } from './session-bus.ts';

/** A keychain that may become usable while the app runs. */
export interface WatchedKeychain {
  keychain: Keychain;
  /** Resolves when it is known whether it can be used now. */
  checked: Promise<void>;
  /** Calls the listener when the keychain has become usable. */
  onOpen(listener: () => void): void;
}

export interface KeyringOptions {
  safeStorage: Keychain;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  log: Log;
}

/** The keyring that Electron uses by the Secret Service. KDE's own is used as Electron finds it. */
const secretServiceBackend = 'gnome_libsecret';
/** How often the keyring is asked for again: first so often, and each time a little later. */
const firstPauseMs = 1_000;
const maxPauseMs = 15_000;
/** A bus that has not answered by then does not delay the start. */
const patienceMs = 1_000;

/**
 * Watches the keyring of a Linux desktop until it can be used. Electron asks the keyring once: a keyring that is not
 * there or locked at that moment cannot be used until the app is started again. So Electron does not ask until the
 * keyring is open. Other systems have a keychain that is always there.
 */
export function watchKeychain({ safeStorage, platform, environment, log }: KeyringOptions): WatchedKeychain {
  const listeners: (() => void)[] = [];
  let state: KeyringState = 'open';
  /** The start goes on, with the keyring as it is known by now. */
  let hasStarted = false;

  const keychain: Keychain = {
    isEncryptionAvailable: () => state === 'open' && safeStorage.isEncryptionAvailable(),
    getSelectedStorageBackend: () => safeStorage.getSelectedStorageBackend?.() ?? 'system',
    encryptString: (text) => safeStorage.encryptString(text),
    decryptString: (encrypted) => safeStorage.decryptString(encrypted),
    isLocked: () => state === 'locked',
  };

  async function check(address: string): Promise<void> {
    // Loaded where there is such a keyring, which only some desktops of one system have.
    const [{ BusError, connectToBus }, { askToUnlock, readKeyring }] = await Promise.all([
      import('./session-bus.ts'),
      import('./secret-service.ts'),
    ]);
    const bus = await connectToBus(address, process.getuid?.() ?? 0);
    const found = await readKeyring(bus);
    if (found.state === 'open') {
      bus.close();
      open();
      return;
    }
    ({ state } = found);
    log.info('keychain.not_open', { state });
    if (found.state === 'locked')
      askToUnlock(bus, found.collection).catch((error: unknown) => log.info('keychain.not_asked', { error }));
    void watch(bus, () =>
      readKeyring(bus).catch((error: unknown) => {
        // A keyring that ends or begins at this moment gives no useful answer; the bus is there.
        if (error instanceof BusError) return { state };
        throw error;
      }),
    );
  }

  /** @param isLate the start has not waited for it */
  function open(isLate = hasStarted): void {
    state = 'open';
    if (isLate) for (const listener of listeners) listener();
  }

  async function watch(bus: SessionBus, read: () => Promise<Pick<Keyring, 'state'>>): Promise<void> {
    try {
      for (let pause = firstPauseMs; state !== 'open'; pause = Math.min(pause * 1.2, maxPauseMs)) {
        await wait(pause);
        ({ state } = await read());
      }
      log.info('keychain.opened');
      open(true);
    } catch (error) {
      log.info('keychain.not_watched', { error });
    } finally {
      bus.close();
    }
  }

  const address = busAddress(environment);
  const isWatched =
    platform === 'linux' &&
    address !== undefined &&
    safeStorage.getSelectedStorageBackend?.() === secretServiceBackend;
  // Until the keyring has answered Electron does not ask it; a bus that fails leaves the question to Electron.
  if (isWatched) state = 'none';
  const answered = isWatched
    ? check(address).catch((error: unknown) => {
        log.info('keychain.not_checked', { error });
        open();
      })
    : Promise.resolve();

  async function beChecked(): Promise<void> {
    await Promise.race([answered, wait(patienceMs)]);
    hasStarted = true;
  }

  return {
    keychain,
    checked: beChecked(),
    onOpen: (listener) => void listeners.push(listener),
  };
}

/** Where the session bus is; undefined where the desktop has none. */
function busAddress(environment: NodeJS.ProcessEnv): string | undefined {
  const { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder } = environment;
  if (address) return address;
  return folder ? `unix:path=${encodeURIComponent(folder)}/bus` : undefined;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
