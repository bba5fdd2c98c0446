import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionVault } from './session-vault.ts';
import type { Keychain } from './keychain.ts';
import type { SavedSession } from './session-vault.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const secret = 'refresh-token-of-ada';
const saved: SavedSession = {
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

/** A keychain with its own key. It cannot decrypt what another one has encrypted, like the system's keychains. */
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

describe('a session vault with a keychain', () => {
  it('loads the saved session from an encrypted file that only its owner can read', () => {
    vaultOf(keychainOf(7)).save(saved);
    const vault = vaultOf(keychainOf(7));
    expect(vault.persistence()).toEqual({ keychain: true });
    expect(vault.load()).toMatchObject(saved);
    expect(readFileSync(path).includes(secret)).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'profile'))).toEqual(['session']);
  });

  it('is empty before the first save and after it was cleared', () => {
    const vault = vaultOf(keychainOf(7));
    expect(vault.load()).toBeUndefined();
    vault.clear();
    vault.save(saved);
    vault.clear();
    expect(vault.load()).toBeUndefined();
  });

  it('loads nothing from a file that is truncated at any byte', () => {
    vaultOf(keychainOf(7)).save(saved);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(path, whole.subarray(0, length));
      expect(vaultOf(keychainOf(7)).load()).toBeUndefined();
    }
  });

  it('loads nothing from a file of another keyring or of another version', () => {
    vaultOf(keychainOf(7)).save(saved);
    expect(vaultOf(keychainOf(8)).load()).toBeUndefined();
    writeFileSync(path, keychainOf(7).encryptString('{"version":2}'));
    expect(vaultOf(keychainOf(7)).load()).toBeUndefined();
  });

  it('replaces a temporary file that a crash has left', () => {
    vaultOf(keychainOf(7)).save(saved);
    writeFileSync(`${path}.new`, 'half', { mode: 0o644 });
    vaultOf(keychainOf(7)).save({ ...saved, freshUntil: 2_000 });
    expect(vaultOf(keychainOf(7)).load()?.freshUntil).toBe(2_000);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says when the session cannot be saved, and leaves no older session', () => {
    const vault = vaultOf(keychainOf(7));
    vault.save(saved);
    const broken: Keychain = {
      ...keychainOf(7),
      encryptString() {
        throw new Error('The keychain is locked.');
      },
    };
    const other = vaultOf(broken);
    other.save(saved);
    expect(other.persistence()).toMatchObject({ keychain: false });
    expect(vault.load()).toBeUndefined();
  });
});

describe.each([
  ['no encryption, as without a keyring', keychainOf(7, 'gnome_libsecret', false)],
  ['a publicly known key', keychainOf(7, 'basic_text')],
  ['an unknown keychain', keychainOf(7, 'unknown')],
])('a session vault with %s', (_what, keychain) => {
  it('saves nothing and says why', { tags: ['guard:keychain-backend'] }, () => {
    const vault = vaultOf(keychain);
    vault.save(saved);
    expect(readdirSync(folder)).toEqual([]);
    expect(vault.load()).toBeUndefined();
    expect(vault.persistence()).toEqual({
      keychain: false,
      reason: expect.stringContaining('no keychain') as string,
    });
  });

  it('does not restore an older session', () => {
    vaultOf(keychainOf(7)).save(saved);
    const vault = vaultOf(keychain);
    expect(vault.load()).toBeUndefined();
    vault.save(saved);
    expect(readdirSync(join(folder, 'profile'))).toEqual([]);
  });
});

describe('a session vault on a system without named keychains (macOS, Windows)', () => {
  it('is used when encryption is available', () => {
    const keychain = keychainOf(7);
    delete keychain.getSelectedStorageBackend;
    expect(vaultOf(keychain).persistence()).toEqual({ keychain: true });
  });
});

describe('a session vault with a locked keychain', () => {
  it('says so, loads nothing, and keeps what is saved', () => {
    vaultOf(keychainOf(7)).save(saved);
    const vault = vaultOf({ ...keychainOf(7, 'gnome_libsecret', false), isLocked: () => true });
    expect(vault.load()).toBeUndefined();
    expect(vault.persistence()).toEqual({
      keychain: false,
      reason: 'Your keychain is locked. Unlock it to stay signed in.',
    });
    expect(vaultOf(keychainOf(7)).load()).toMatchObject(saved);
  });
});
