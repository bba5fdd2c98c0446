import { expect, it } from 'vitest';
import { detailInEnglish, subjectInEnglish } from './activity-detail.ts';

it('keeps the stored sentence of an entry without a code, and of one with a code of a later release', () => {
  for (const stored of [
    { code: null, params: null },
    { code: 'of_a_later_release', params: { role: 'agent' } },
  ]) {
    expect(detailInEnglish(stored, 'as it was written')).toBe('as it was written');
    expect(subjectInEnglish('subscription.changed', stored, '3 seats')).toBe('3 seats');
  }
  expect(detailInEnglish({ code: null, params: null }, null)).toBeNull();
});

it('makes the sentence from the data even if another one is stored', () => {
  const change = { code: 'seats_changed', params: { from: null, to: 1 } };
  expect(detailInEnglish(change, null)).toBe('was unlimited');
  expect(subjectInEnglish('subscription.changed', change, '')).toBe('1 seat');
  expect(subjectInEnglish('activity.exported', { code: null, params: null }, '')).toBe('activity');
});
