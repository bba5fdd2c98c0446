import { create } from 'zustand';
import type { AssignableRole } from '#contract/member';

export interface InviteDraft {
  email: string;
  role: AssignableRole;
}

export const emptyDraft: InviteDraft = { email: '', role: 'agent' };

/** What was typed and not sent yet: it survives looking elsewhere and having to sign in again. */
const useDrafts = create<{ drafts: ReadonlyMap<string, InviteDraft> }>(() => ({ drafts: new Map() }));

/** What was typed before. */
export function readDraft(key: string): InviteDraft {
  return useDrafts.getState().drafts.get(key) ?? emptyDraft;
}

/** Keeps what is typed. */
export function keepDraft(key: string, draft: InviteDraft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(key, draft) }));
}
