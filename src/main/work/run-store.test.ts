import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Keychain } from '../session/keychain.ts';
import { createRunStore } from './run-store.ts';
import type { OwnedRuns } from './run-store.ts';
import { createRun, pauseRun, settleRow } from './run.ts';

const hourMs = 60 * 60 * 1000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Inverts every byte, which is enough to see whether any text is stored unencrypted. */
const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(Buffer.from(text).map((byte) => ~byte)),
  decryptString: (encrypted) => Buffer.from(encrypted.map((byte) => ~byte)).toString(),
};

let folder: string;
let path: string;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-work-'));
  path = join(folder, 'work');
  now = Date.parse('2026-11-30T12:00:00Z');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (given: { keychain?: Keychain } = {}) =>
  createRunStore({ path, keychain, log, now: () => now, ...given });

function ofAda(): OwnedRuns {
  const row = { organizationId: 'o', role: 'agent' };
  const run = createRun('r', {
    kind: 'invite',
    rows: [
      { ...row, line: 1, email: 'one@x.test', name: 'one@x.test' },
      { ...row, line: 2, email: 'two@x.test', name: 'two@x.test', skipped: 'Already a member' },
      { ...row, line: 3, email: 'three@x.test', name: 'three@x.test' },
    ],
  });
  settleRow(run, 0, {
    state: 'failed',
    problem: { code: 'internal', detail: 'x', retryAfter: 3 },
    isUncertain: true,
  });
  return { server: 'https://a.test', userId: 'ada', runs: [run] };
}

describe('the runs on disk', () => {
  it('are there at the next start, in an encrypted file that only its owner can read', () => {
    const ada = ofAda();
    open().save([ada, { server: 'https://a.test', userId: 'grace', runs: [] }]);
    const [run] = ada.runs;
    expect(open().load()).toEqual([{ ...ada, runs: [{ ...run, isAskedFirst: true }] }]);
    expect(readFileSync(path).toString('latin1')).not.toMatch(/x\.test|ada/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(open().isKept()).toBe(true);
  });

  it('go on by themselves within a day, and later when their user says so', () => {
    open().save([ofAda()]);
    const statusAfter = (hours: number) => {
      const saved = now;
      now += hours * hourMs;
      const status = open().load()?.[0]?.runs[0]?.status;
      now = saved;
      return status;
    };
    expect([statusAfter(0), statusAfter(23), statusAfter(25)]).toEqual(['running', 'running', 'paused']);
    // This computer's clock was set back.
    expect(statusAfter(-1)).toBe('paused');
  });

  it('stay paused when they were', () => {
    const ada = ofAda();
    ada.runs.forEach(pauseRun);
    open().save([ada]);
    expect(open().load()?.[0]?.runs[0]?.status).toBe('paused');
  });

  it('are deleted with the last run', () => {
    const store = open();
    store.save([ofAda()]);
    store.save([{ ...ofAda(), runs: [] }]);
    expect(existsSync(path)).toBe(false);
  });

  it.each(['', 'not encrypted', '{"version":2}'])(
    'count as none when they cannot be read: "%s"',
    (content) => {
      writeFileSync(path, keychain.encryptString(content));
      expect(open().load()).toEqual([]);
    },
  );

  it.each(['basic_text', 'unknown'])(
    'are not written with a key that everybody knows: %s',
    { tags: ['guard:keychain-backend'] },
    (backend) => {
      const store = open({ keychain: { ...keychain, getSelectedStorageBackend: () => backend } });
      store.save([ofAda()]);
      expect(existsSync(path)).toBe(false);
      expect(store.isKept()).toBe(false);
      expect(store.load()).toBeUndefined();
    },
  );
});
