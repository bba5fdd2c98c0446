import type { AssignableRole } from '#contract/member/model';
import * as drafts from '../lib/persist/drafts.ts';

export interface InviteDraft {
  email: string;
  role: AssignableRole;
}

export const emptyDraft: InviteDraft = { email: '', role: 'agent' };

/** What was typed before. */
export function readDraft(key: string): InviteDraft {
  return { ...emptyDraft, ...drafts.readDraft<InviteDraft>(key) };
}

/** Saves what is typed. */
export function saveDraft(key: string, draft: InviteDraft): void {
  drafts.saveDraft(key, draft, emptyDraft);
}
