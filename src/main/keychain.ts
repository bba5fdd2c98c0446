/** What Electron's `safeStorage` gives: the keychain of macOS, DPAPI of Windows, the keyring of a Linux desktop. */
export interface Keychain {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** Whether what it encrypts is safe from whoever reads the disk. */
export function isTrustworthy(keychain: Keychain): boolean {
  if (!keychain.isEncryptionAvailable()) return false;
  const backend = keychain.getSelectedStorageBackend?.();
  return backend !== 'basic_text' && backend !== 'unknown';
}
