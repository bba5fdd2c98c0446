import type { ReactNode } from 'react';
import { matchesSearch } from '../lib/format/matches-search.ts';

/** Something that the palette can do. */
export interface PaletteEntry {
  id: string;
  label: string;
  /** What tells it from entries with the same label. */
  note?: string | undefined;
  icon: ReactNode;
  /** Its keyboard shortcut. */
  keys?: string;
  run: () => void;
  /** The palette stays open, because there is more to choose. */
  stays?: boolean;
}

export interface PaletteGroup {
  title: string;
  entries: PaletteEntry[];
}

/** The entries that match the search by label or note. */
export function matching(entries: readonly PaletteEntry[], search: string): PaletteEntry[] {
  return entries.filter(({ label, note = '' }) => matchesSearch(`${label} ${note}`, search));
}
