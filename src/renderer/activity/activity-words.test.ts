import { describe, expect, it } from 'vitest';
import type { Activity } from '#contract/activity';
import { actorWords, detailWords, subjectWords } from './activity-words.ts';

function entry(given: Partial<Activity>): Activity {
  return {
    id: '1',
    at: '2026-11-22T13:00:00.000Z',
    type: 'invite.created',
    actor: { id: '2', name: 'Olga Owner', staff: false },
    subject: 'a@b.test',
    detail: null,
    ...given,
  };
}

describe('activity in words', () => {
  it('says the role as people do', () => {
    expect(detailWords(entry({ detail: 'agent' }))).toBe('as Agent');
    expect(detailWords(entry({ type: 'member.role_changed', detail: 'agent → admin' }))).toBe(
      'Agent → Admin',
    );
    expect(detailWords(entry({ type: 'subscription.changed', detail: 'was 10' }))).toBe('was 10');
    expect(detailWords(entry({}))).toBe('');
  });

  it('does not repeat what the deed says', () => {
    expect(subjectWords(entry({}))).toBe('a@b.test');
    expect(subjectWords(entry({ type: 'members.exported', subject: 'members' }))).toBe('');
  });

  it('has a name for what nobody did', () => {
    expect(actorWords(entry({ actor: null }))).toBe('FastLinkIt');
  });
});
