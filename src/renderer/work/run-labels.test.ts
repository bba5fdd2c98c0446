import { describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '#contract/work/model';

// The preload script puts the bridge there; nothing here calls it.
vi.stubGlobal('window', { fastlinkit: {} });
const { rejectionLabel, remainingLabel, rowProblemLabel, runProgress, runResult, runTitle } =
  await import('./run-labels.ts');

const run = (given: Partial<RunSummary>): RunSummary => ({
  id: 'r',
  kind: 'invite',
  organizationIds: ['o'],
  status: 'running',
  waitingFor: null,
  isBusy: true,
  counts: { total: 1006, done: 400, failed: 6, left: 600 },
  ...given,
});

describe('the progress of a run', () => {
  it.each([
    [run({}), 'Sending 406 of 1,006…'],
    [run({ kind: 'revoke' }), 'Revoking 406 of 1,006…'],
    [run({ waitingFor: 'server' }), 'Waiting for the server. 600 not sent yet.'],
    [run({ waitingFor: 'limit' }), 'The server is busy. 600 not sent yet.'],
    [run({ kind: 'resend', status: 'paused' }), 'Paused. 600 not resent yet.'],
    [run({ status: 'stopped' }), 'Stopping…'],
    [run({ status: 'stopped', isBusy: false }), '400 of 1,006 invites sent, 6 failed, 600 not sent'],
    [
      run({ status: 'done', isBusy: false, counts: { total: 1, done: 1, failed: 0, left: 0 } }),
      '1 of 1 invite sent',
    ],
  ])('%#', (summary, text) => {
    expect(runProgress(summary)).toBe(text);
  });

  it('says in the title when it is over', () => {
    expect(runTitle(run({ status: 'paused', isBusy: false }))).toBe('Sending invites');
    expect(runTitle(run({ status: 'stopped', isBusy: false }))).toBe('Sending stopped');
    expect(runTitle(run({ kind: 'revoke', status: 'done', isBusy: false }))).toBe('Invites revoked');
  });

  it('counts in the button what is left to do', () => {
    const counts = { total: 1506, done: 6, failed: 0, left: 1500 };
    expect(remainingLabel(run({ counts }))).toBe('Send remaining 1,500');
    expect(remainingLabel(run({ kind: 'resend' }))).toBe('Resend remaining 600');
    expect(remainingLabel(run({ kind: 'revoke' }))).toBe('Revoke remaining 600');
  });

  it('does not call what is still to come "not sent"', () => {
    expect(runResult(run({}))).toBe('400 of 1,006 invites sent, 6 failed');
  });
});

describe('why a row failed', () => {
  it.each([
    ['seat_limit_reached', /No seat/],
    ['invite_already_pending', /open invite/],
    ['already_member', /already belongs to a member/],
    ['validation_failed', /not accepted/],
    ['rate_limited', /Too many emails/],
    ['internal', /went wrong on the server/],
    ['of_a_later_release', /Not accepted/],
    ['', /No reason/],
  ] as const)('one row of many: %s', (code, label) => {
    expect(rejectionLabel(code)).toMatch(label);
    expect(rowProblemLabel({ code, detail: '' })).toMatch(label);
  });

  it('a request of its own: as anywhere in the app', () => {
    expect(rowProblemLabel({ code: 'rate_limited', detail: 'x', retryAfter: 90 })).toBe(
      'Too many attempts. Try again in 90 seconds.',
    );
    expect(rowProblemLabel({ code: 'of_a_later_release', detail: 'The moon is full.' })).toBe(
      'The moon is full.',
    );
  });
});
