import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeviceMemory } from './device-memory.ts';
import type { Keychain } from './keychain.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const server = 'https://a.test';

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
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-devices-'));
  path = join(folder, 'devices');
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (given: Partial<Keychain> = {}) =>
  createDeviceMemory({ path, keychain: { ...keychain, ...given }, log });

describe('the memory of devices', () => {
  it('is there at the next start, in an encrypted file that only its owner can read', () => {
    start().write(server, 'device-of-a');
    start().write('https://b.test', 'device-of-b');
    expect(start().read(server)).toBe('device-of-a');
    expect(start().read('https://c.test')).toBeUndefined();
    expect(readFileSync(path).toString('latin1')).not.toMatch(/device|test/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps what ten servers gave last', () => {
    const memory = start();
    for (let n = 0; n < 11; n += 1) memory.write(`https://${n}.test`, `${n}`);
    memory.write('https://1.test', 'again');
    memory.write('https://11.test', '11');
    expect([0, 1, 2, 3, 11].map((n) => start().read(`https://${n}.test`))).toEqual([
      undefined,
      'again',
      undefined,
      '3',
      '11',
    ]);
  });

  it('is not written without a trustworthy keychain, and lasts until the app is quit', () => {
    const memory = start({ getSelectedStorageBackend: () => 'basic_text' });
    memory.write(server, 'device-of-a');
    expect(memory.read(server)).toBe('device-of-a');
    expect(existsSync(path)).toBe(false);
  });

  it.each(['', 'damaged', '{"https://a.test":1}'])('is empty when its file contains %j', (content) => {
    writeFileSync(path, keychain.encryptString(content));
    const memory = start();
    expect(memory.read(server)).toBeUndefined();
    memory.write(server, 'new');
    expect(start().read(server)).toBe('new');
  });

  it('takes nothing from a server that is too long to be one', () => {
    const memory = start();
    memory.write(server, 'x'.repeat(2_001));
    expect(memory.read(server)).toBeUndefined();
  });
});
