import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member } from '#contract/member/api';
import type { Organization } from '#contract/organization/api';
import { toLoadedPage, rowsOf, type ListData } from '../../data/paged-list.ts';

// The preload script puts the bridge there; nothing here calls it.
vi.stubGlobal('window', { fastlinkit: {} });
const { isAvailable } = await import('../../action/action.ts');
const { changeRole, roleChanged, roleQuestion } = await import('./change-role.ts');
const { leaveOrganization } = await import('./leave-organization.ts');
const { removeMember } = await import('./remove-member.ts');
const { transferOwnership } = await import('./transfer-ownership.ts');

const joinedAt = '2026-11-20T12:00:00.000Z';
const member: Member = {
  id: 'one',
  userId: 'user',
  firstName: 'Agnes',
  lastName: 'Agent',
  email: 'agnes@example.test',
  role: 'agent',
  joinedAt,
  lastActiveAt: null,
};
const item = { organizationId: 'acme', member };

describe('changing a role', () => {
  let client: QueryClient;
  const keyOf = (role: 'all' | 'agent') => ['members', 'acme', { role, sort: 'name', search: '' }];
  const rolesIn = (role: 'all' | 'agent') =>
    rowsOf(client.getQueryData<ListData<Member>>(keyOf(role))).map((row) => row.role);

  beforeEach(() => {
    client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    for (const role of ['all', 'agent'] as const) {
      const page = toLoadedPage({ items: [member], nextCursor: null, total: 1, totalIsCapped: false });
      client.setQueryData<ListData<Member>>(keyOf(role), { pages: [page], pageParams: [undefined] });
    }
  });

  it('shows the new role in every list before the answer, and the old one again after a rejection', () => {
    const takeBack = changeRole.applyOptimistically?.(client, item, 'admin');
    expect(rolesIn('all')).toEqual(['admin']);
    expect(rolesIn('agent')).toEqual([]);
    takeBack?.();
    expect(rolesIn('all')).toEqual(['agent']);
    expect(rolesIn('agent')).toEqual(['agent']);
  });

  it('names the member and the role', () => {
    expect(roleChanged({ ...member, role: 'admin' })).toBe('Agnes Agent is now an Admin.');
  });

  it('asks before somebody becomes an Admin, and before one steps down oneself', () => {
    expect(roleQuestion(member, 'admin', false)).toMatchObject({ title: 'Make Agnes Agent an Admin?' });
    expect(roleQuestion({ ...member, role: 'admin' }, 'agent', false)).toBeUndefined();
    expect(roleQuestion({ ...member, role: 'admin' }, 'agent', true)).toMatchObject({
      title: 'Change your own role to Agent?',
    });
  });
});

describe('removing a member', () => {
  it('may free a seat', () => {
    expect(removeMember.seatsOf?.(item)).toBe('acme');
  });
});

describe('who leaves an organization or hands it over', () => {
  const actionsOf = (role: Organization['role']) =>
    [leaveOrganization, transferOwnership]
      .filter((action) =>
        isAvailable(action, { role } as Organization, { now: 0, disabledReason: undefined }),
      )
      .map(({ name }) => name);

  it.each([
    ['owner', ['transfer-ownership']],
    ['admin', ['leave']],
    ['agent', ['leave']],
    [null, []],
  ] as const)('%s: %j', (role, names) => {
    expect(actionsOf(role)).toEqual(names);
  });
});
