import { describe, expect, it } from 'vitest';
import { readPreferences } from './preferences.ts';

const preferences = (saved: Record<string, unknown>) =>
  readPreferences({ read: (name) => saved[name], write: () => undefined });
const all = { accepted: true, declined: true, failed: true };

describe('the preferences', () => {
  it('are read as they were saved', () => {
    const saved = { notifications: { ...all, declined: false }, dateFormat: 'iso' };
    expect(preferences(saved)).toEqual(saved);
  });

  it.each([
    ['nothing is saved', {}],
    ['they have other types', { notifications: 'loud', dateFormat: 7 }],
    ['they have unknown values', { notifications: [], dateFormat: 'roman' }],
    ['a switch is saved as a string', { notifications: { accepted: 'no' } }],
  ])('have their defaults when %s', (_when, saved) => {
    expect(preferences(saved)).toEqual({ notifications: all, dateFormat: 'system' });
  });

  it('apply to the kinds of notifications that are saved', () => {
    expect(preferences({ notifications: { failed: false, unknown: false } }).notifications).toEqual({
      ...all,
      failed: false,
    });
  });
});
