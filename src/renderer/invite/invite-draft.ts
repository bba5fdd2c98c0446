import { create } from 'zustand';
import type { AssignableRole } from '#contract/member';

export interface InviteDraft {
  email: string;
  role: AssignableRole;
}

export const emptyDraft: InviteDraft = { email: '', role: 'agent' };

/** What was typed and not sent yet, for each organization: it survives looking elsewhere and signing in again. */
const useDrafts = create<{ drafts: ReadonlyMap<string, InviteDraft> }>(() => ({ drafts: new Map() }));

/** What was typed before. */
export function readDraft(organizationId: string): InviteDraft {
  return useDrafts.getState().drafts.get(organizationId) ?? emptyDraft;
}

/** Keeps what is typed. */
export function keepDraft(organizationId: string, draft: InviteDraft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(organizationId, draft) }));
}

/** Forgets all of it: somebody else signed in. */
export function forgetDrafts(): void {
  useDrafts.setState({ drafts: new Map() });
}
