import type { ReactNode } from 'react';
import { hasWords } from '../ui/has-words.ts';

/** Something that the palette can do. */
export interface PaletteEntry {
  id: string;
  label: string;
  /** What else helps to tell it from others. */
  note?: string | undefined;
  icon: ReactNode;
  /** The keys that do the same, as they are written on them. */
  keys?: string;
  run: () => void;
  /** The palette stays: there is more to choose. */
  stays?: boolean;
}

export interface PaletteGroup {
  title: string;
  entries: PaletteEntry[];
}

/** The entries in whose words each word of the search begins a word, case aside. */
export function matching(entries: readonly PaletteEntry[], search: string): PaletteEntry[] {
  return entries.filter(({ label, note = '' }) => hasWords(`${label} ${note}`, search));
}
