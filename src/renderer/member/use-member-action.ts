import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AssignableRole, Member } from '#contract/member';
import type { BridgeError } from '../bridge/bridge.ts';
import { problemSentence } from '../bridge/problem-sentence.ts';
import { confirmDone, reportFailure } from '../ui/notify.ts';
import { clearRowProblem, setRowProblem } from '../ui/row-problems.ts';
import {
  applyMember,
  changeRoleOptions,
  dropMember,
  refreshMembers,
  removeMemberOptions,
} from './member-queries.ts';
import { memberName, roleWords } from './member-words.ts';

/** A refusal is said in the row, or where the row is about to go, as a notification. */
function useRefusal(organizationId: string, member: Member) {
  const client = useQueryClient();
  return ({ problem }: BridgeError): void => {
    if (problem.code === 'member_not_found') {
      reportFailure(`${memberName(member)}: ${problemSentence(problem)}`);
      refreshMembers(client, organizationId);
    } else {
      setRowProblem(member.id, problemSentence(problem));
    }
  };
}

/** Gives a member another role. The new one shows at once, and goes back when the server refuses. */
export function useChangeRole(organizationId: string, member: Member) {
  const client = useQueryClient();
  const refuse = useRefusal(organizationId, member);
  return useMutation({
    ...changeRoleOptions(organizationId, member.id),
    scope: { id: member.id },
    onMutate: (role: AssignableRole) => {
      clearRowProblem(member.id);
      applyMember(client, organizationId, { ...member, role });
      // As it was: by the time of a refusal the row itself has been drawn with the new role.
      return member;
    },
    onSuccess: (changed) => {
      applyMember(client, organizationId, changed);
      confirmDone(`${memberName(changed)} is now ${roleWords[changed.role]}.`);
    },
    onError: (error, _role, before) => {
      if (before) applyMember(client, organizationId, before);
      refuse(error);
    },
  });
}

/** Takes a member out of the organization. */
export function useRemoveMember(organizationId: string, member: Member) {
  const client = useQueryClient();
  const refuse = useRefusal(organizationId, member);
  return useMutation({
    ...removeMemberOptions(organizationId, member.id),
    scope: { id: member.id },
    onMutate: () => clearRowProblem(member.id),
    onSuccess: () => {
      dropMember(client, organizationId, member.id);
      confirmDone(`${memberName(member)} was removed.`);
    },
    onError: refuse,
  });
}
