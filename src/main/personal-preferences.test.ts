import { describe, expect, it } from 'vitest';
import { readChoices } from './personal-preferences.ts';

const choices = (kept: Record<string, unknown>) =>
  readChoices({ read: (name) => kept[name], write: () => undefined });
const all = { accepted: true, declined: true, failed: true };

describe('the person’s choices', () => {
  it('are what was kept', () => {
    const kept = { notifications: { ...all, declined: false }, dateFormat: 'iso' };
    expect(choices(kept)).toEqual(kept);
  });

  it.each([
    ['nothing is kept', {}],
    ['something else is', { notifications: 'loud', dateFormat: 7 }],
    ['it is no choice that there is', { notifications: [], dateFormat: 'roman' }],
    ['it is kept by a word', { notifications: { accepted: 'no' } }],
  ])('are as at first when %s', (_when, kept) => {
    expect(choices(kept)).toEqual({ notifications: all, dateFormat: 'system' });
  });

  it('hold for the kinds that they name', () => {
    expect(choices({ notifications: { failed: false, unknown: false } }).notifications).toEqual({
      ...all,
      failed: false,
    });
  });
});
