import { expect, test } from 'vitest';
import type { Role } from '#contract/member';
import type { StoredEvent } from './event.ts';
import { mayListenTo, sees, type Audience } from './event-audience.ts';

const here = 'here';
const there = 'there';

function audience(role: Role | 'staff' | 'outsider', narrowedTo?: string): Audience {
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
  expect(sees(audience(role), event(type))).toBe(seen);
  expect(sees(audience(role, here), event(type))).toBe(seen);
});

test('what is about a member is seen by that member, whatever their role', () => {
  const aboutMe = event('member.removed', { userId: 'me' });
  const aboutAnother = event('member.removed', { userId: 'another' });
  expect(sees(audience('agent'), aboutMe)).toBe(true);
  expect(sees(audience('outsider'), aboutMe)).toBe(true);
  expect(sees(audience('agent'), aboutAnother)).toBe(false);
  expect(sees(audience('outsider'), aboutAnother)).toBe(false);
});

test('a narrowed stream has one organization', () => {
  for (const role of ['owner', 'staff'] as const) {
    expect(sees(audience(role, there), event('seats.changed'))).toBe(false);
  }
  expect(sees(audience('agent', there), event('member.removed', { userId: 'me' }))).toBe(false);
});

test('what is for the server alone is for nobody', () => {
  for (const role of ['owner', 'staff'] as const) {
    expect(sees(audience(role), event('session.ended', { organizationId: null }))).toBe(false);
  }
});

test('who may listen to an organization at all', () => {
  for (const role of ['owner', 'admin', 'agent', 'staff'] as const) {
    expect(mayListenTo(audience(role), here)).toBe(true);
  }
  expect(mayListenTo(audience('agent'), there)).toBe(false);
  expect(mayListenTo(audience('outsider'), here)).toBe(false);
});
