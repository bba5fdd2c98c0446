import { useIsMutating } from '@tanstack/react-query';
import { useState } from 'react';
import type { AssignableRole, Member } from '#contract/member';
import { useActionBlock } from '../bridge/connection.ts';
import { Choice } from '../ui/choice.tsx';
import { Initials } from '../ui/initials.tsx';
import { Moment } from '../ui/moment.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { Cell, TableRow, type RowPlace } from '../ui/table-row.tsx';
import { memberKey } from './member-queries.ts';
import { memberName, roleWords } from './member-words.ts';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { useChangeRole, useRemoveMember } from './use-member-action.ts';
import classes from './member-row.module.css';

const roles = [
  ['admin', roleWords.admin],
  ['agent', roleWords.agent],
] as const satisfies [AssignableRole, string][];

interface MemberRowProps {
  organizationId: string;
  member: Member;
  /** It is the signed-in person. */
  self: boolean;
  place: RowPlace;
  /** Only what can be read of it is drawn, and nothing that can be done. */
  passing: boolean;
}

/** A member. The owner can be neither removed nor given another role. */
export function MemberRow({ organizationId, member, self, place, passing }: MemberRowProps) {
  const busy = useIsMutating({ mutationKey: memberKey(member.id) }) > 0;
  const name = memberName(member);
  return (
    <TableRow id={member.id} place={place} busy={busy}>
      <Cell title={name}>
        <Initials name={name} shape="round" />
        <span className={classes.who}>
          <span className={classes.name}>
            {name}
            {self && <span className={classes.self}> (you)</span>}
          </span>
          <span aria-hidden className={classes.narrowOnly}>
            {member.email}
          </span>
        </span>
      </Cell>
      <Cell title={member.email} className={classes.wideOnly}>
        <span className={classes.clipped}>{member.email}</span>
      </Cell>
      <Cell>
        {member.role === 'owner' || passing ? (
          roleWords[member.role]
        ) : (
          <RoleChoice organizationId={organizationId} member={member} role={member.role} />
        )}
      </Cell>
      <Cell className={classes.quiet}>
        <Moment at={member.joinedAt} format="date" />
      </Cell>
      <Cell className={classes.quiet}>
        {member.lastActiveAt === null ? 'Never' : <Moment at={member.lastActiveAt} past />}
      </Cell>
      <Cell className={classes.actions}>
        {member.role !== 'owner' && !passing && (
          <Remove organizationId={organizationId} member={member} self={self} />
        )}
      </Cell>
    </TableRow>
  );
}

interface OfMember {
  organizationId: string;
  member: Member;
}

function RoleChoice({ organizationId, member, role }: OfMember & { role: AssignableRole }) {
  const block = useActionBlock();
  const change = useChangeRole(organizationId, member);
  return (
    <Choice
      look="row"
      aria-label={`Role of ${memberName(member)}`}
      options={roles}
      value={role}
      disabled={block !== undefined}
      title={block}
      onChange={(chosen) => change.mutate(chosen)}
    />
  );
}

function Remove({ organizationId, member, self }: OfMember & { self: boolean }) {
  const block = useActionBlock();
  const [asking, setAsking] = useState(false);
  const remove = useRemoveMember(organizationId, member);
  return (
    <>
      <RowButton data-tone="bad" block={block} onClick={() => setAsking(true)}>
        Remove
      </RowButton>
      {asking && (
        <RemoveMemberDialog
          organizationId={organizationId}
          member={member}
          self={self}
          onConfirm={(invites) => remove.mutate(invites)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
