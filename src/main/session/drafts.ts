import type { SnapshotOwner } from './cache-snapshot.ts';

/** More than anyone has open; the oldest is dropped beyond. */
const maxDrafts = 50;

/**
 * What the windows’ forms hold that has not been sent yet. It is here and not in the windows, so that it survives a reload and a
 * crash of a window; it is in memory only, because it holds names and addresses.
 */
export interface Drafts {
  /** Sets the signed-in user, undefined for none. What another user typed is dropped; the same one finds it after signing in. */
  setOwner(owner: SnapshotOwner | undefined): void;
  /** What the owner has typed, by form. */
  load(): Record<string, string>;
  /**
   * Keeps what is in a form, unless the user who typed it is no longer signed in.
   *
   * @param values what the renderer makes of it; null: nothing, any longer
   */
  save(userId: string, form: string, values: string | null): void;
}

export function createDrafts(): Drafts {
  /** Who typed what is here; somebody who has signed out may come back. */
  let author: SnapshotOwner | undefined;
  let isSignedIn = false;
  const drafts = new Map<string, string>();

  return {
    setOwner(owner) {
      isSignedIn = owner !== undefined;
      if (owner === undefined) return;
      if (owner.server !== author?.server || owner.userId !== author.userId) drafts.clear();
      author = owner;
    },
    load: () => (isSignedIn ? Object.fromEntries(drafts) : {}),
    save(userId, form, values) {
      if (author?.userId !== userId || !isSignedIn) return;
      drafts.delete(form);
      if (values !== null) drafts.set(form, values);
      const [oldest] = drafts.keys();
      if (drafts.size > maxDrafts && oldest !== undefined) drafts.delete(oldest);
    },
  };
}
