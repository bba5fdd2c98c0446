import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invite } from '#contract/invite';
import { BridgeError } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { confirmDone } from '../ui/notify.ts';
import { clearRowProblem, setRowProblem } from '../ui/row-problems.ts';
import { inboxDeeds, refreshInbox, type InboxDeed } from './inbox-queries.ts';

const doneWords: Record<InboxDeed, (email: string) => string> = {
  resend: (email) => `Invite sent again to ${email}.`,
  revoke: (email) => `The invite to ${email} was revoked. Its link does not work any more.`,
};

/**
 * Does one thing to the invite of a row, and says how it went.
 *
 * @param rowId the row that says why it failed
 */
export function useInboxAction(deed: InboxDeed, invite: Invite, rowId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['invite', invite.id],
    meta: { organizationId: invite.organizationId },
    scope: { id: invite.id },
    mutationFn: () => inboxDeeds[deed](invite),
    onMutate: () => clearRowProblem(rowId),
    onSuccess: () => confirmDone(doneWords[deed](invite.email)),
    onError: ({ problem }) => setRowProblem(rowId, problemSentence(problem)),
    onSettled: () => refreshInbox(client),
  });
}

/** Does one thing to one of many invites; answers why it could not be done. */
export async function tryDeed(deed: InboxDeed, invite: Invite): Promise<string | undefined> {
  try {
    await inboxDeeds[deed](invite);
    return undefined;
  } catch (error) {
    if (error instanceof BridgeError) return problemSentence(error.problem);
    throw error;
  }
}
