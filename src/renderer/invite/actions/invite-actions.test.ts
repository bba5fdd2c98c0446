import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invite } from '#contract/invite/api';
import type { BulkInviteAction } from './invite-action.ts';

/** The calls over the bridge: channel and input. */
const calls: [channel: string, input: unknown][] = [];
const answering = (channel: string) => (input: unknown) => {
  calls.push([channel, input]);
  return Promise.resolve({ ok: true, value: pending });
};
const invite = { resend: answering('resend'), create: answering('create'), swap: answering('swap') };
vi.stubGlobal('window', { fastlinkit: { invite } });
const { disabledReasonOf, isAvailable, questionOf } = await import('../../action/action.ts');
const { copyInviteLink } = await import('./copy-invite-link.ts');
const { inviteAgain } = await import('./invite-again.ts');
const { openInviteLink } = await import('./open-invite-link.ts');
const { bulkInviteActions } = await import('./bulk-invite-actions.ts');
const { resendInvite } = await import('./resend-invite.ts');
const { revokeInvite } = await import('./revoke-invite.ts');
const { swapSeat } = await import('./swap-seat.ts');

const sentAt = '2026-11-20T12:00:00.000Z';
const expiresAt = '2026-11-27T12:00:00.000Z';
const pending: Invite = {
  id: 'one',
  organizationId: 'acme',
  email: 'one@example.test',
  role: 'admin',
  status: 'pending',
  createdAt: sentAt,
  expiresAt,
  lastSentAt: sentAt,
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'sent', attempts: 1, error: null },
  openedAt: null,
  endedAt: null,
};
const before = { now: Date.parse(expiresAt) - 1, disabledReason: undefined };
const after = { now: Date.parse(expiresAt), disabledReason: undefined };
const actions = [resendInvite, revokeInvite, copyInviteLink, openInviteLink, swapSeat, inviteAgain];

describe('which actions an invite has', () => {
  const namesOf = (status: Invite['status'], context = before) =>
    actions.filter((action) => isAvailable(action, { ...pending, status }, context)).map(({ name }) => name);
  const open = ['resend', 'revoke', 'copy-link', 'open-link', 'swap-seat'];

  it('all but another invite while it is pending', () => {
    expect(namesOf('pending')).toEqual(open);
  });

  it('another invite too once it has expired, whether or not the server has said so', () => {
    expect(namesOf('pending', after)).toEqual([...open, 'invite-again']);
    expect(namesOf('expired')).toEqual([...open, 'invite-again']);
  });

  it('only another invite when it was declined or revoked', () => {
    expect(namesOf('declined')).toEqual(['invite-again']);
    expect(namesOf('revoked')).toEqual(['invite-again']);
  });

  it('none when it was accepted', () => {
    expect(namesOf('accepted')).toEqual([]);
  });
});

describe('the link of an invite', () => {
  it.each([copyInviteLink, openInviteLink])('is of no use once the invite has expired', (action) => {
    expect(disabledReasonOf(action, pending, before)).toBeUndefined();
    expect(disabledReasonOf(action, pending, after)).toMatch(/has expired/);
  });

  it('cannot be copied without a connection', () => {
    const context = { ...after, disabledReason: 'Unavailable while offline.' };
    expect(disabledReasonOf(copyInviteLink, pending, context)).toBe('Unavailable while offline.');
  });
});

describe('the question before invites are revoked', () => {
  const confirmationOf = (count: number) =>
    revokeInvite.confirmation?.(
      Array.from({ length: count }, (_, n) => ({ ...pending, id: `${n}`, email: `person${n}@x.test` })),
    );

  it('names the only one', () => {
    expect(confirmationOf(1)?.title).toBe('Revoke the invite to person0@x.test?');
  });

  it('counts several, and lists few', () => {
    expect(confirmationOf(5)?.title).toBe('Revoke 5 invites?');
    expect(confirmationOf(5)?.paragraphs.at(-1)).toMatch(/^person0@x\.test, .*, person4@x\.test$/);
    expect(confirmationOf(6)?.paragraphs.join(' ')).not.toContain('@');
  });
});

describe('the question before many invites are acted on', () => {
  const invites = (count: number) => Array.from({ length: count }, (_, n) => ({ ...pending, id: `${n}` }));
  const titleOf = (action: BulkInviteAction, count: number) =>
    questionOf(action, count)?.confirmation?.(invites(count)).title;

  it('is asked above 20, whatever the action', () => {
    expect(titleOf(resendInvite, 20)).toBeUndefined();
    expect(titleOf(resendInvite, 21)).toBe('Resend 21 invites?');
    expect(titleOf(revokeInvite, 2)).toBe('Revoke 2 invites?');
    expect(bulkInviteActions.map((action) => titleOf(action, 1006))).not.toContain(undefined);
  });
});

describe('the calls', () => {
  beforeEach(() => {
    calls.length = 0;
  });

  it('resends by organization and invite', async () => {
    await expect(resendInvite.run(pending)).resolves.toBe(pending);
    expect(calls).toEqual([['resend', { organizationId: 'acme', inviteId: 'one' }]]);
  });

  it('invites the same address again with the same role', async () => {
    await inviteAgain.run(pending);
    expect(calls).toEqual([['create', { organizationId: 'acme', email: 'one@example.test', role: 'admin' }]]);
  });

  it('swaps the seat to another address in one call', async () => {
    const next = { email: 'two@example.test', role: 'agent' } as const;
    await swapSeat.run(pending, next);
    expect(calls).toEqual([['swap', { organizationId: 'acme', inviteId: 'one', ...next }]]);
  });
});
