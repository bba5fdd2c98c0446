import { create } from 'zustand';
import { personKey, type SignedIn } from '../data/session.ts';

/** Where the user was, by its id: an organization, or a member or an invite of one. */
export interface Recent {
  kind: 'organization' | 'member' | 'invite';
  id: string;
  /** The organization itself, or the one that the person belongs to. */
  organizationId: string;
  label: string;
  /** The address of a person. */
  email?: string;
}

interface Recents {
  /** Whose they are: the next person who signs in has none. */
  person: string;
  /** The latest first. */
  items: Recent[];
}

/** In memory only: names and addresses of people are kept on disk nowhere else in the clear either. */
const useStore = create<Recents>(() => ({ person: '', items: [] }));

const most = 12;

/** Puts an organization or a person first among the recent ones. */
export function addRecent(session: SignedIn, recent: Recent): void {
  const person = personKey(session);
  useStore.setState((before) => ({
    person,
    items: withLatest(before.person === person ? before.items : [], recent),
  }));
}

/** The items with one more, the latest; each is in it once. */
export function withLatest(items: readonly Recent[], recent: Recent): Recent[] {
  const others = items.filter(({ kind, id }) => kind !== recent.kind || id !== recent.id);
  return [recent, ...others].slice(0, most);
}

/** The recent organizations and people of the user, the latest first. */
export function useRecents(session: SignedIn): readonly Recent[] {
  const { person, items } = useStore();
  return person === personKey(session) ? items : [];
}
