import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { findKnownDevice, knownDeviceMs, rememberDevice } from './known-devices.ts';

const secrets = { current: randomBytes(32), previous: undefined };
const [ada, grace] = [randomUUID(), randomUUID()];

describe('a known device', () => {
  it('is known by the account that has signed in from it, and by no other', () => {
    const tokens = rememberDevice(secrets, ada, undefined);
    expect(findKnownDevice(secrets, ada, tokens)).toBeTypeOf('string');
    expect(findKnownDevice(secrets, grace, tokens)).toBeUndefined();
    expect(findKnownDevice(secrets, undefined, tokens)).toBeUndefined();
    expect(findKnownDevice({ ...secrets, current: randomBytes(32) }, ada, tokens)).toBeUndefined();
  });

  it('stays the same device with each sign-in', () => {
    const first = rememberDevice(secrets, ada, undefined);
    const second = rememberDevice(secrets, ada, first);
    expect(findKnownDevice(secrets, ada, second)).toBe(findKnownDevice(secrets, ada, first));
  });

  it('is known by several accounts that share it, of which the last five count', () => {
    const accounts = Array.from({ length: 6 }, () => randomUUID());
    let tokens: string | undefined;
    for (const account of accounts) tokens = rememberDevice(secrets, account, tokens);
    expect(accounts.map((account) => findKnownDevice(secrets, account, tokens) !== undefined)).toEqual([
      false,
      ...Array.from({ length: 5 }, () => true),
    ]);
    expect(tokens).not.toContain(ada);
  });

  it('is forgotten half a year after the last sign-in', () => {
    vi.useFakeTimers();
    try {
      const tokens = rememberDevice(secrets, ada, undefined);
      vi.advanceTimersByTime(knownDeviceMs - 1_000);
      expect(findKnownDevice(secrets, ada, tokens)).toBeDefined();
      vi.advanceTimersByTime(1_000);
      expect(findKnownDevice(secrets, ada, tokens)).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([undefined, '', '.', 'x', `${'y'.repeat(72)}.${'z'.repeat(10_000)}`, '\0\u202e'])(
    'is none for %j',
    (tokens) => {
      expect(findKnownDevice(secrets, ada, tokens)).toBeUndefined();
      expect(rememberDevice(secrets, ada, tokens)).toMatch(/^[\w-]{72}(?:\.|$)/);
    },
  );
});
