import { expect, test } from 'vitest';
import type { Role } from '#contract/member/model';
import type { StoredEvent } from './event.ts';
import { canSubscribe, canReceive, type Subscription } from './subscription.ts';

const here = 'here';
const there = 'there';

function subscription(role: Role | 'staff' | 'outsider', narrowedTo?: string): Subscription {
  const roles = new Map<string, Role>(role === 'staff' || role === 'outsider' ? [] : [[here, role]]);
  return { userId: 'me', staff: role === 'staff', roles, organizationId: narrowedTo };
}

function event(type: string, given: Partial<StoredEvent> = {}): StoredEvent {
  return { id: 1n, organizationId: here, userId: null, type, data: '{}', ...given };
}

test.each([
  ['owner', 'invite.created', true],
  ['admin', 'invite.created', true],
  ['staff', 'invite.created', true],
  ['agent', 'invite.created', false],
  ['outsider', 'invite.created', false],
  ['agent', 'organization.updated', true],
  ['agent', 'seats.changed', true],
  ['outsider', 'seats.changed', false],
] as const)('%s and %s: %s', (role, type, seen) => {
  expect(canReceive(subscription(role), event(type))).toBe(seen);
  expect(canReceive(subscription(role, here), event(type))).toBe(seen);
});

test('a member receives the events about themselves with any role', () => {
  const aboutMe = event('member.removed', { userId: 'me' });
  const aboutAnother = event('member.removed', { userId: 'another' });
  expect(canReceive(subscription('agent'), aboutMe)).toBe(true);
  expect(canReceive(subscription('outsider'), aboutMe)).toBe(true);
  expect(canReceive(subscription('agent'), aboutAnother)).toBe(false);
  expect(canReceive(subscription('outsider'), aboutAnother)).toBe(false);
});

test('a stream of one organization receives its events only', () => {
  for (const role of ['owner', 'staff'] as const) {
    expect(canReceive(subscription(role, there), event('seats.changed'))).toBe(false);
  }
  expect(canReceive(subscription('agent', there), event('member.removed', { userId: 'me' }))).toBe(false);
});

test('no subscription receives an internal event', () => {
  for (const role of ['owner', 'staff'] as const) {
    expect(canReceive(subscription(role), event('session.ended', { organizationId: null }))).toBe(false);
  }
});

test('members and staff can subscribe to an organization', () => {
  for (const role of ['owner', 'admin', 'agent', 'staff'] as const) {
    expect(canSubscribe(subscription(role), here)).toBe(true);
  }
  expect(canSubscribe(subscription('agent'), there)).toBe(false);
  expect(canSubscribe(subscription('outsider'), here)).toBe(false);
});
