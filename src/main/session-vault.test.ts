import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionVault } from './session-vault.ts';
import type { Keychain } from './keychain.ts';
import type { KeptSession } from './session-vault.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const secret = 'refresh-token-of-ada';
const kept: KeptSession = {
  server: 'http://127.0.0.1:4600',
  tokens: {
    accessToken: 'access',
    accessTokenExpiresAt: '2026-11-22T13:15:00.000Z',
    refreshToken: secret,
    user: { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false },
  },
  freshUntil: 1_000,
  memberships: [{ organizationId: 'o', organizationName: 'Acme Support', role: 'owner' }],
};

/** A keychain with a key of its own: what another one has encrypted fails, as it does with the system's. */
function keychainOf(key: number, backend = 'gnome_libsecret', isAvailable = true): Keychain {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ key));
  const mark = 'v11';
  return {
    isEncryptionAvailable: () => isAvailable,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => turn(Buffer.from(`${mark}${text}`)),
    decryptString(encrypted) {
      const text = turn(encrypted).toString();
      if (!text.startsWith(mark)) throw new Error('Error while decrypting the ciphertext.');
      return text.slice(mark.length);
    },
  };
}

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-vault-'));
  path = join(folder, 'profile', 'session');
});
afterEach(() => rmSync(folder, { recursive: true }));

const vaultOf = (keychain: Keychain) => createSessionVault({ path, keychain, log });

describe('a vault with a keychain', () => {
  it('gives back what it was given, encrypted and for its owner alone', () => {
    vaultOf(keychainOf(7)).write(kept);
    const vault = vaultOf(keychainOf(7));
    expect(vault.keeping()).toEqual({ keychain: true });
    expect(vault.read()).toMatchObject(kept);
    expect(readFileSync(path).includes(secret)).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'profile'))).toEqual(['session']);
  });

  it('is empty at first and after it was cleared', () => {
    const vault = vaultOf(keychainOf(7));
    expect(vault.read()).toBeUndefined();
    vault.clear();
    vault.write(kept);
    vault.clear();
    expect(vault.read()).toBeUndefined();
  });

  it('reads a file that was cut short at any byte as none', () => {
    vaultOf(keychainOf(7)).write(kept);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      expect(vaultOf(keychainOf(7)).read()).toBeUndefined();
    }
  });

  it('reads the file of another keyring, or one that is not ours, as none', () => {
    vaultOf(keychainOf(7)).write(kept);
    expect(vaultOf(keychainOf(8)).read()).toBeUndefined();
    writeFileSync(path, keychainOf(7).encryptString('{"version":2}'));
    expect(vaultOf(keychainOf(7)).read()).toBeUndefined();
  });

  it('replaces what a crash has left behind', () => {
    vaultOf(keychainOf(7)).write(kept);
    writeFileSync(`${path}.new`, 'half', { mode: 0o644 });
    vaultOf(keychainOf(7)).write({ ...kept, freshUntil: 2_000 });
    expect(vaultOf(keychainOf(7)).read()?.freshUntil).toBe(2_000);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says so when it cannot write, and leaves no older session behind', () => {
    const vault = vaultOf(keychainOf(7));
    vault.write(kept);
    const broken: Keychain = {
      ...keychainOf(7),
      encryptString() {
        throw new Error('The keychain is locked.');
      },
    };
    const other = vaultOf(broken);
    other.write(kept);
    expect(other.keeping()).toMatchObject({ keychain: false });
    expect(vault.read()).toBeUndefined();
  });
});

describe.each([
  ['no encryption, as without a keyring', keychainOf(7, 'gnome_libsecret', false)],
  ['a key that everybody knows', keychainOf(7, 'basic_text')],
  ['nobody knows what', keychainOf(7, 'unknown')],
])('a vault with %s', (_what, keychain) => {
  it('writes nothing and says why', () => {
    const vault = vaultOf(keychain);
    vault.write(kept);
    expect(readdirSync(folder)).toEqual([]);
    expect(vault.read()).toBeUndefined();
    expect(vault.keeping()).toEqual({
      keychain: false,
      reason: expect.stringContaining('no keychain') as string,
    });
  });

  it('does not let an older session come back', () => {
    vaultOf(keychainOf(7)).write(kept);
    const vault = vaultOf(keychain);
    expect(vault.read()).toBeUndefined();
    vault.write(kept);
    expect(readdirSync(join(folder, 'profile'))).toEqual([]);
  });
});

describe('a vault on a system that names no backend (macOS, Windows)', () => {
  it('goes by whether encryption is available', () => {
    const keychain = keychainOf(7);
    delete keychain.getSelectedStorageBackend;
    expect(vaultOf(keychain).keeping()).toEqual({ keychain: true });
  });
});
