import { describe, expect, it } from 'vitest';
import { activityCodes } from '#contract/activity/model';
import type { Activity } from '#contract/activity/api';
import { actorLabel, detailLabel, subjectLabel } from './activity-labels.ts';

function entry(given: Partial<Activity>): Activity {
  return {
    id: '1',
    at: '2026-11-22T13:00:00.000Z',
    type: 'invite.created',
    actor: { id: '2', name: 'Olga Owner', staff: false },
    subject: 'a@b.test',
    code: null,
    params: {},
    detail: null,
    ...given,
  };
}

describe('activity labels', () => {
  it('says the role as people do', () => {
    expect(detailLabel(entry({ code: 'role', params: { role: 'agent' } }))).toBe('as Agent');
    expect(detailLabel(entry({ code: 'role_changed', params: { from: 'agent', to: 'admin' } }))).toBe(
      'Agent → Admin',
    );
    expect(detailLabel(entry({}))).toBe('');
  });

  it('says how many seats there are, and were', () => {
    const fewer = entry({
      type: 'subscription.changed',
      code: 'seats_changed',
      params: { from: null, to: 3 },
    });
    expect([subjectLabel(fewer), detailLabel(fewer)]).toEqual(['3 seats', 'was unlimited']);
    const more = entry({
      type: 'subscription.changed',
      code: 'seats_changed',
      params: { from: 0, to: null },
    });
    expect([subjectLabel(more), detailLabel(more)]).toEqual(['unlimited seats', 'was 0']);
  });

  it.each([
    ['ownership_transferred', { name: 'Ada', email: 'ada@b.test' }, 'from Ada <ada@b.test>'],
    ['replaced_by_new_invite', {}, 'expired and replaced by a new invite'],
    ['fields_changed', { fields: ['name', 'description'] }, 'name, description'],
  ])('makes the sentence for %s', (code, params, sentence) => {
    expect(detailLabel(entry({ code, params }))).toBe(sentence);
  });

  it.each(activityCodes)('makes no use of the English of the server for %s', (code) => {
    expect(detailLabel(entry({ code, detail: 'in English' }))).not.toContain('English');
  });

  it.each([undefined, 'of_a_later_release'])('shows the sentence of the server for the code %s', (code) => {
    expect(detailLabel(entry({ code, detail: 'as the server says it' }))).toBe('as the server says it');
  });

  it('does not repeat what the action says', () => {
    expect(subjectLabel(entry({}))).toBe('a@b.test');
    expect(subjectLabel(entry({ type: 'members.exported', subject: 'members' }))).toBe('');
  });

  it('has a name for what nobody did', () => {
    expect(actorLabel(entry({ actor: null }))).toBe('FastLinkIt');
  });
});
