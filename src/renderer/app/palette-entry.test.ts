import { describe, expect, it } from 'vitest';
import { matching, type PaletteEntry } from './palette-entry.ts';

const entry = (label: string, note?: string): PaletteEntry => ({
  id: label,
  label,
  note,
  icon: null,
  run: () => undefined,
});

const entries = [entry('Invite a member…'), entry('Sign out'), entry('Dark theme', 'Colours of the app')];
const found = (search: string) => matching(entries, search).map(({ label }) => label);

describe('matching', () => {
  it('goes by the beginnings of words, in any order', () => {
    expect(found('inv')).toEqual(['Invite a member…']);
    expect(found('THEME da')).toEqual(['Dark theme']);
    expect(found('colour')).toEqual(['Dark theme']);
    expect(found('ign')).toEqual([]);
  });

  it('lets everything through without a search', () => {
    expect(found(' ')).toHaveLength(3);
  });
});
