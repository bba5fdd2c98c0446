/** The part of Electron's `safeStorage` that the app uses: Keychain on macOS, DPAPI on Windows, a keyring on Linux. */
export interface Keychain {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
  /** Whether there is one that has to be unlocked first. */
  isLocked?(): boolean;
}

/** Whether encryption protects against someone who reads the disk. `basic_text` encrypts with a publicly known key. */
export function isTrustworthy(keychain: Keychain): boolean {
  if (!keychain.isEncryptionAvailable()) return false;
  const backend = keychain.getSelectedStorageBackend?.();
  return backend !== 'basic_text' && backend !== 'unknown';
}
