import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLiveEventReader, resetPauseMs } from './live-events.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
const at = '2026-11-30T12:00:00.000Z';
const invite = {
  id: 'i',
  organizationId: 'o',
  email: 'kim@example.test',
  role: 'agent',
  status: 'pending',
  createdAt: at,
  expiresAt: at,
  lastSentAt: at,
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'queued', attempts: 0, error: null },
  openedAt: null,
  endedAt: null,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reads events of a later server: unknown values, further fields, more precise times', () => {
  const reader = createLiveEventReader(log, () => undefined);
  const data = {
    organizationId: 'o',
    at: '2026-11-30T12:00:00.123456Z',
    reason: 'new',
    invite: {
      ...invite,
      status: 'paused',
      role: 'auditor',
      delivery: { ...invite.delivery, status: 'bounced' },
    },
  };
  expect(reader.read('invite.delivery', JSON.stringify(data))).toMatchObject({
    type: 'invite.delivery',
    data: { invite: { status: 'paused', role: 'auditor', delivery: { status: 'bounced' } } },
  });
  expect(reader.read('invite.snoozed', JSON.stringify(data))).toBeUndefined();
});

it('asks for everything once for a storm of unreadable events, and once more after it', () => {
  const onReset = vi.fn<() => void>();
  const reader = createLiveEventReader(log, onReset);
  expect(reader.read('seats.changed', '{"seats":"many"}')?.type).toBe('reset');
  for (let n = 0; n < 500; n += 1) expect(reader.read('seats.changed', '{"seats":"many"}')).toBeUndefined();
  vi.advanceTimersByTime(resetPauseMs);
  expect(onReset).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10 * resetPauseMs);
  expect(onReset).toHaveBeenCalledTimes(1);
  expect(reader.read('seats.changed', '{')?.type).toBe('reset');
  reader.close();
});
