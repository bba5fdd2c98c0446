import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLastData } from './last-data.ts';
import type { DataOwner } from './last-data.ts';
import type { Keychain } from './keychain.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ada: DataOwner = { server: 'https://a.test', userId: 'ada' };

/** Turns the bits of each byte, which is enough to see whether anything lies about in clear. */
const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => ~byte)),
  decryptString: (encrypted) => Buffer.from(encrypted.map((byte) => ~byte)).toString(),
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-last-data-'));
  path = join(folder, 'last-data');
});
afterEach(() => rmSync(folder, { recursive: true }));

function start({ appVersion = '1.0.0', ...given }: { appVersion?: string; keychain?: Keychain } = {}) {
  return createLastData({ path, appVersion, keychain, log, ...given });
}

/** Another start of the app, by this person. */
function readAs(owner: DataOwner, given: Parameters<typeof start>[0] = {}): string | null {
  const next = start(given);
  next.setOwner(owner);
  return next.read();
}

function keep(owner = ada): ReturnType<typeof start> {
  const lastData = start();
  lastData.setOwner(owner);
  lastData.write(owner.userId, 'what was shown');
  return lastData;
}

describe('what was shown last', () => {
  it('is there at the next start, encrypted, for its owner alone', () => {
    keep();
    expect(readAs(ada)).toBe('what was shown');
    expect(readFileSync(path).toString('latin1')).not.toMatch(/shown|ada/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each<[string, (lastData: ReturnType<typeof start>) => void]>([
    ['a sign-out', (lastData) => lastData.setOwner(undefined)],
    ['a sign-in as somebody else', (lastData) => lastData.setOwner({ ...ada, userId: 'grace' })],
    ['a sign-in on another server', (lastData) => lastData.setOwner({ ...ada, server: 'https://b.test' })],
  ])('is gone after %s', (_what, happens) => {
    const lastData = keep();
    writeFileSync(`${path}.new`, 'left by a crash');
    happens(lastData);
    expect([existsSync(path), existsSync(`${path}.new`)]).toEqual([false, false]);
  });

  it('stays while the same person is signed in', () => {
    const lastData = keep();
    lastData.setOwner({ ...ada });
    expect(readAs(ada)).toBe('what was shown');
  });

  it.each<[string, DataOwner]>([
    ['another person', { ...ada, userId: 'grace' }],
    ['the same one on another server', { ...ada, server: 'https://b.test' }],
  ])('is not shown to %s, and gone then', (_who, owner) => {
    keep();
    expect(readAs(owner)).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('is gone when the app starts without anybody signed in', () => {
    keep();
    start().setOwner(undefined);
    expect(existsSync(path)).toBe(false);
  });

  it('is not written for somebody who is not signed in any more', () => {
    const lastData = start();
    lastData.setOwner({ ...ada, userId: 'grace' });
    lastData.write('ada', 'of ada');
    lastData.setOwner(undefined);
    lastData.write('grace', 'of grace');
    expect(existsSync(path)).toBe(false);
  });

  it.each<[string, Partial<Keychain>]>([
    ['without encryption', { isEncryptionAvailable: () => false }],
    ['with a key that everybody has', { getSelectedStorageBackend: () => 'basic_text' }],
    ['with one that nobody knows', { getSelectedStorageBackend: () => 'unknown' }],
  ])('is not written %s, and not read either', (_what, broken) => {
    const untrusted = { ...keychain, ...broken };
    const lastData = start({ keychain: untrusted });
    lastData.setOwner(ada);
    lastData.write('ada', 'what was shown');
    expect(existsSync(path)).toBe(false);
    keep();
    expect(readAs(ada, { keychain: untrusted })).toBeNull();
  });

  it('is nothing to another version of the app, nor once newer things are known', () => {
    const lastData = keep();
    lastData.supersede();
    expect(lastData.read()).toBeNull();
    expect(readAs(ada, { appVersion: '1.0.1' })).toBeNull();
  });

  it('is nothing when it was cut short, wherever', () => {
    keep();
    const whole = readFileSync(path);
    const read = Array.from({ length: whole.length }, (_, length) => {
      writeFileSync(path, whole.subarray(0, length));
      return readAs(ada);
    });
    expect(new Set(read)).toEqual(new Set([null]));
  });
});
