import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCacheSnapshot } from './cache-snapshot.ts';
import type { SnapshotOwner } from './cache-snapshot.ts';
import type { Keychain } from './keychain.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ada: SnapshotOwner = { server: 'https://a.test', userId: 'ada' };

/** Inverts every byte, which is enough to see whether any text is stored unencrypted. */
const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => ~byte)),
  decryptString: (encrypted) => Buffer.from(encrypted.map((byte) => ~byte)).toString(),
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-cache-snapshot-'));
  path = join(folder, 'cache-snapshot');
});
afterEach(() => rmSync(folder, { recursive: true }));

function start({ appVersion = '1.0.0', ...given }: { appVersion?: string; keychain?: Keychain } = {}) {
  return createCacheSnapshot({ folder, appVersion, keychain, log, ...given });
}

/** Loads the snapshot in another start of the app, with this user signed in. */
function readAs(owner: SnapshotOwner, given: Parameters<typeof start>[0] = {}): string | null {
  const next = start(given);
  next.setOwner(owner);
  return next.load();
}

function saveAs(owner = ada): ReturnType<typeof start> {
  const snapshot = start();
  snapshot.setOwner(owner);
  snapshot.save(owner.userId, 'what was shown');
  return snapshot;
}

describe('the cache snapshot', () => {
  it('is available at the next start, in an encrypted file that only its owner can read', () => {
    saveAs();
    expect(readAs(ada)).toBe('what was shown');
    expect(readFileSync(path).toString('latin1')).not.toMatch(/shown|ada/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each<[string, (snapshot: ReturnType<typeof start>) => void]>([
    ['a sign-out', (snapshot) => snapshot.setOwner(undefined)],
    ['a sign-in as another user', (snapshot) => snapshot.setOwner({ ...ada, userId: 'grace' })],
    ['a sign-in on another server', (snapshot) => snapshot.setOwner({ ...ada, server: 'https://b.test' })],
  ])('is deleted after %s', (_what, happens) => {
    const snapshot = saveAs();
    writeFileSync(`${path}.new`, 'left by a crash');
    happens(snapshot);
    expect([existsSync(path), existsSync(`${path}.new`)]).toEqual([false, false]);
  });

  it('stays while the same user is signed in', () => {
    const snapshot = saveAs();
    snapshot.setOwner({ ...ada });
    expect(readAs(ada)).toBe('what was shown');
  });

  it.each<[string, SnapshotOwner]>([
    ['another user', { ...ada, userId: 'grace' }],
    ['the same user on another server', { ...ada, server: 'https://b.test' }],
  ])('is not available to %s, and is deleted', (_who, owner) => {
    saveAs();
    expect(readAs(owner)).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('is deleted when the app starts with no one signed in', () => {
    saveAs();
    start().setOwner(undefined);
    expect(existsSync(path)).toBe(false);
  });

  it('is not written for a user who is no longer signed in', () => {
    const snapshot = start();
    snapshot.setOwner({ ...ada, userId: 'grace' });
    snapshot.save('ada', 'of ada');
    snapshot.setOwner(undefined);
    snapshot.save('grace', 'of grace');
    expect(existsSync(path)).toBe(false);
  });

  it.each<[string, Partial<Keychain>]>([
    ['without encryption', { isEncryptionAvailable: () => false }],
    ['with a publicly known key', { getSelectedStorageBackend: () => 'basic_text' }],
    ['with an unknown keychain', { getSelectedStorageBackend: () => 'unknown' }],
  ])('is neither written nor read %s', (_what, broken) => {
    const untrusted = { ...keychain, ...broken };
    const snapshot = start({ keychain: untrusted });
    snapshot.setOwner(ada);
    snapshot.save('ada', 'what was shown');
    expect(existsSync(path)).toBe(false);
    saveAs();
    expect(readAs(ada, { keychain: untrusted })).toBeNull();
  });

  it('replaces the file that version 0.1.0 wrote under another name', () => {
    const former = join(folder, 'last-data');
    writeFileSync(former, 'of an earlier version');
    start();
    expect(existsSync(former)).toBe(false);
  });

  it('is not used by another version of the app, nor after it was marked stale', () => {
    const snapshot = saveAs();
    snapshot.markStale();
    expect(snapshot.load()).toBeNull();
    expect(readAs(ada, { appVersion: '1.0.1' })).toBeNull();
  });

  it('is not used when its file is truncated, at any byte', () => {
    saveAs();
    const whole = readFileSync(path);
    const read = Array.from({ length: whole.length }, (_, length) => {
      writeFileSync(path, whole.subarray(0, length));
      return readAs(ada);
    });
    expect(new Set(read)).toEqual(new Set([null]));
  });
});
