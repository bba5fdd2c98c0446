import { useIsMutating } from '@tanstack/react-query';
import type { Member } from '#contract/member/api';
import { useDisabledReason } from '../data/connection.ts';
import { Initials } from '../components/layout/initials.tsx';
import { TimeAgo } from '../components/feedback/time-ago.tsx';
import { MenuButton } from '../components/table/menu-button.tsx';
import { RowButton } from '../components/table/row-button.tsx';
import { Cell, TableRow, type RowPosition } from '../components/table/table-row.tsx';
import { removeMember } from './actions/remove-member.ts';
import { memberKey } from './member-queries.ts';
import { lazyWithPreload } from '../lib/schedule/lazy-with-preload.ts';
import { assignableRole, roleLabel } from '../data/role-labels.ts';
import { memberName } from './member-labels.ts';
import { roleMenuButton } from './role-menu-button.tsx';
import { useChangeRole, type ChangeRoleOptions } from './use-change-role.ts';
import classes from './member-row.module.css';
import { formatEmail } from '../data/format-email.ts';

const RoleMenu = lazyWithPreload(async () => (await import('./role-menu.tsx')).RoleMenu);

interface MemberRowProps {
  organizationId: string;
  member: Member;
  /** The member is the signed-in user. */
  self: boolean;
  position: RowPosition;
  /** Only its text is rendered, without its controls. */
  isFastScroll: boolean;
  onRemove: () => void;
}

/** A member. The owner can be neither removed nor given another role. */
export function MemberRow(props: MemberRowProps) {
  const { organizationId, member, self, position, isFastScroll, onRemove } = props;
  const disabledReason = useDisabledReason();
  const busy = useIsMutating({ mutationKey: memberKey(member.id) }) > 0;
  const name = memberName(member);
  const email = formatEmail(member.email);
  const assignable = assignableRole(member.role);
  return (
    <TableRow id={member.id} name={name} position={position} busy={busy}>
      <Cell title={name}>
        <Initials name={name} shape="round" />
        <span className={classes.who}>
          <span className={classes.name}>
            {name}
            {self && <span className={classes.self}> (you)</span>}
          </span>
          <span aria-hidden className={classes.narrowOnly}>
            {email}
          </span>
        </span>
      </Cell>
      <Cell title={email} className={classes.wideOnly}>
        <span className={classes.clipped}>{email}</span>
      </Cell>
      <Cell>
        {assignable === undefined || isFastScroll ? (
          roleLabel(member.role)
        ) : (
          <RoleChoice organizationId={organizationId} member={member} role={assignable} self={self} />
        )}
      </Cell>
      <Cell className={classes.quiet}>
        <TimeAgo at={member.joinedAt} format="date" />
      </Cell>
      <Cell className={classes.quiet}>
        {member.lastActiveAt === null ? 'Never' : <TimeAgo at={member.lastActiveAt} past />}
      </Cell>
      <Cell className={classes.actions}>
        {member.role !== 'owner' && !isFastScroll && (
          <RowButton data-tone="bad" disabledReason={disabledReason} onClick={onRemove}>
            {removeMember.label}
          </RowButton>
        )}
      </Cell>
    </TableRow>
  );
}

function RoleChoice(props: ChangeRoleOptions) {
  const { member, role } = props;
  const changeRole = useChangeRole(props);
  return (
    <MenuButton {...roleMenuButton(member)}>
      <RoleMenu member={member} role={role} onChoose={changeRole} />
    </MenuButton>
  );
}
