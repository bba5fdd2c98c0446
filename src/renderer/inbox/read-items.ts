import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { personKey, type SignedIn } from '../data/session.ts';
import { unreadOf, withRead, type LoadedInbox } from './unread.ts';

interface ReadItems {
  /** The ids of the items that were in view, by server and user; they name nobody. */
  byPerson: Record<string, string[]>;
}

const storageKey = 'inbox-read';
const useReadItems = create<ReadItems>()(persist(() => ({ byPerson: {} }), { name: storageKey }));

/** Marks items as read that are in view. @see withRead */
export function markRead(session: SignedIn, inbox: LoadedInbox): void {
  const key = personKey(session);
  const before = useReadItems.getState().byPerson[key] ?? [];
  const read = withRead(before, inbox);
  if (read === before) return;
  useReadItems.setState(({ byPerson }) => ({ byPerson: { ...byPerson, [key]: read } }));
}

/** How many items of the inbox were not in view yet; undefined until the inbox is known. */
export function useUnread(session: SignedIn, inbox: LoadedInbox | undefined): number | undefined {
  const read = useReadItems(({ byPerson }) => byPerson[personKey(session)]);
  return inbox && unreadOf(inbox, read ?? []);
}

/** Follows what is read in other windows. @returns what ends it */
export function followOtherWindows(): () => void {
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

function onStorage({ key }: StorageEvent): void {
  if (key === storageKey) void useReadItems.persist.rehydrate();
}
