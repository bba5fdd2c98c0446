import { useMutation, useQueryClient, type UseMutationOptions } from '@tanstack/react-query';
import type { Invite } from '#contract/invite';
import type { BridgeError } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { clearRowProblem, setRowProblem } from '../ui/row-problems.ts';
import { applyInvite, refreshInvites } from './invite-queries.ts';

/**
 * An action on the row of an invite. What it answers is put into the lists and confirmed; a refusal is said in
 * the row, or where the row is about to go, as a notification.
 *
 * @param done what is confirmed when it worked; undefined when one sees it anyway
 */
export function useInviteAction<Answer extends Invite | null>(
  invite: Invite,
  options: UseMutationOptions<Answer, BridgeError, void>,
  done?: string,
) {
  const client = useQueryClient();
  return useMutation({
    ...options,
    scope: { id: invite.id },
    onMutate: () => clearRowProblem(invite.id),
    onSuccess: (answer) => {
      if (answer) applyInvite(client, answer);
      if (done !== undefined) confirmDone(done);
    },
    onError: ({ problem }) => {
      if (problem.code === 'invite_not_open' || problem.code === 'invite_not_found') {
        reportFailure(`${invite.email}: ${problemSentence(problem)}`);
        refreshInvites(client, invite.organizationId);
      } else {
        setRowProblem(invite.id, problemSentence(problem));
      }
    },
  });
}
