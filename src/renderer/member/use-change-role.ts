import { useQueryClient } from '@tanstack/react-query';
import type { AssignableRole } from '#contract/member/model';
import { ask } from '../action/question.ts';
import { callAction, runAction } from '../action/run-action.ts';
import { toastError, toastSuccess, toastUndoable } from '../components/feedback/toast.ts';
import { problemMessage } from '../data/problem-message.ts';
import { changeRole, roleChanged, roleQuestion } from './actions/change-role.ts';
import type { OrganizationMember } from './actions/member-action.ts';
import { memberKey } from './member-queries.ts';

export interface ChangeRoleOptions extends OrganizationMember {
  role: AssignableRole;
  /** The member is the signed-in user. */
  self: boolean;
}

/** @returns what gives a member another role: asked first where it matters, and with `Undo` where it can be undone */
export function useChangeRole({ organizationId, member, role: before, self }: ChangeRoleOptions) {
  const client = useQueryClient();
  const item = { organizationId, member };

  function run(role: AssignableRole): void {
    void runAction(client, changeRole, item, role, {
      problemRow: member.id,
      onSuccess: () => {
        const message = roleChanged({ ...member, role });
        // Nobody can give themselves back what they have given up.
        if (self) toastSuccess(message);
        else toastUndoable(message, () => void undo(role));
      },
    });
  }

  /** A second change, which is recorded as the first one is. */
  async function undo(role: AssignableRole): Promise<void> {
    const result = await callAction(
      client,
      changeRole,
      { organizationId, member: { ...member, role } },
      before,
    );
    if (!result.ok) toastError(problemMessage(result.problem));
  }

  return (role: AssignableRole): void => {
    const confirmation = roleQuestion(member, role, self);
    if (confirmation) ask({ confirmation, objectKey: memberKey(member.id), onConfirm: () => run(role) });
    else run(role);
  };
}
